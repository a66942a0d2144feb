import fc from 'fast-check';
import { decodeJson } from './strict-json.ts';

const decode = (text: string) => decodeJson(Buffer.from(text));

describe('decodeJson', () => {
  it('decodes what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(decode(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a key that stands twice, wherever it stands', () => {
    const inside = fc.constantFrom('%', '[%]', '{"x":%}', '{"x":[1,%],"y":":"}', '{":":%}');
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), inside, (key, value, around) => {
        const [name, content] = [JSON.stringify(key), JSON.stringify(value)];
        const text = around.replace('%', () => `{${name}:${content},"\\"":1,${name}:${content}}`);
        expect(decode(text)).toMatchObject({ ok: false, reason: key === '"' ? expect.any(String) : 'duplicate_key' });
      }),
    );
  });

  it.each([
    ['not JSON', 'hello', 'bad_json'],
    ['nothing', '', 'bad_json'],
    ['JSON that ends too early', '{"a":', 'bad_json'],
    ['NaN', '{"values":{"ph":NaN}}', 'not_a_number'],
    ['Infinity', '[-Infinity]', 'not_a_number'],
    ['the word NaN in text that is not JSON', 'NaN bread', 'bad_json'],
    ['very deep nesting', '['.repeat(200_000), 'bad_shape'],
  ])('refuses %s', (_, text, reason) => {
    expect(decode(text)).toMatchObject({ ok: false, reason });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(decodeJson(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toMatchObject({ ok: false, reason: 'bad_utf8' });
  });

  it('throws for no bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(typeof decodeJson(bytes).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
