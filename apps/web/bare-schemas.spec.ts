import { withoutMeta, withoutWork } from './bare-schemas.ts';

describe('schemas for the browser', () => {
  it('lose what they say of themselves, and keep how they parse', () => {
    const code =
      "z.object({ a: z.number().meta({ description: 'one (of) `two`' }), b: f(1) }).meta({ id: 'A' }).min(1)";
    expect(withoutMeta(code)).toBe('z.object({ a: z.number(), b: f(1) }).min(1)');
  });

  it('are not led astray by a quote within a string', () => {
    expect(withoutMeta(`z.string().meta({ description: "it's :)" }).max(2)`)).toBe('z.string().max(2)');
    expect(withoutMeta(String.raw`a.meta({ d: 'it\'s)' }).b()`)).toBe('a.b()');
  });

  it('are drawn by nobody: what would do it keeps its names alone', () => {
    const code = `import { a } from './a.js';\nexport const drawText = (schema) => a(schema);\nexport function draw(x) {\n  return x;\n}\n`;
    expect(withoutWork(code)).toBe('export const drawText = () => undefined;\nexport const draw = () => undefined;');
  });
});
