import fc from 'fast-check';
import { Gate } from './gate.ts';

describe('the gate of connections', () => {
  it('never lets more in at once than its width, and everybody in the order of coming', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 60 }), (width, steps) => {
        const gate = new Gate(width);
        const entered: number[] = [];
        let [came, left] = [0, 0];
        for (const comes of steps) {
          const number = came;
          if (comes) {
            came += 1;
            gate.enter(() => entered.push(number));
          } else if (entered.length > left) {
            left += 1;
            gate.leave();
          }
          expect(entered.length - left).toBe(Math.min(width, came - left));
        }
        expect(entered).toEqual(entered.map((_, index) => index));
      }),
    );
  });
});
