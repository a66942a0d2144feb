import { stationId } from '@clearwell/water-quality';
import { Fill } from './fill.ts';

const [one, two] = [stationId('zz-001'), stationId('zz-002')];

describe('the start-up backlog', () => {
  it('is complete once every reading that waited is acknowledged', () => {
    const fill = new Fill();
    fill.expect(one, 3);
    fill.expect(two, 2);
    fill.acknowledged(one, 3);
    expect(fill).toMatchObject({ done: 3, total: 5, isComplete: false });
    fill.acknowledged(two, 2);
    expect(fill.isComplete).toBe(true);
  });

  it('does not count live readings that came after it', () => {
    const fill = new Fill();
    fill.expect(one, 1);
    fill.acknowledged(one, 4);
    fill.acknowledged(one, 4);
    expect(fill).toMatchObject({ done: 1, total: 1 });
  });

  it('does not wait for a station whose connection is cut on purpose', () => {
    const fill = new Fill();
    fill.expect(one, 3);
    fill.withdraw(one);
    expect(fill).toMatchObject({ total: 0, isComplete: true });
  });
});
