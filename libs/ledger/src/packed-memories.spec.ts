import fc from 'fast-check';
import { packMemories, unpackMemories } from './packed-memories.ts';

describe('packMemories', () => {
  it('keeps every memory, text or bytes, whatever the order they are given in', () => {
    const name = fc.string({ minLength: 1 }).filter((one) => !one.includes('\0') && one !== '__proto__');
    const saved = fc.oneof(fc.string({ unit: 'binary' }).filter(isWellFormed), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(fc.dictionary(name, saved, { noNullPrototype: true }), (memories) => {
        const packed = packMemories(memories);
        expect(plain(unpackMemories(packed))).toEqual(plain(memories));
        expect(packMemories(Object.fromEntries(Object.entries(memories).reverse()))).toEqual(packed);
      }),
    );
  });
});

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const plain = (memories: Readonly<Record<string, string | Uint8Array>>) =>
  Object.fromEntries(
    Object.entries(memories).map(([key, saved]) => [key, typeof saved === 'string' ? saved : [...saved]]),
  );
