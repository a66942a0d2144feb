import fc from 'fast-check';
import { ByteReader, ByteWriter } from './bytes.ts';

describe('ByteWriter', () => {
  it('is read back as it was written, however often it had to grow', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 255 });
    const part = fc.record({ text: ascii, long: fc.string(), number: fc.double(), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 1, max: 40 }), (parts, capacity) => {
        const writer = new ByteWriter(capacity);
        for (const { text, long, number, byte } of parts) {
          writer.text(text);
          writer.long(long);
          writer.number(number);
          writer.byte(byte);
        }
        const reader = new ByteReader(writer.bytes());
        for (const one of parts) {
          const back = { text: reader.text(), long: reader.long(), number: reader.number(), byte: reader.byte() };
          expect(back).toEqual(one);
        }
      }),
    );
  });
});
