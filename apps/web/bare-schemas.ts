import type { Plugin } from 'vite';

const CALL = '.meta(';

/** Where a call that begins with its parenthesis at `open` is over; strings in it may hold parentheses. */
function endOfCall(code: string, open: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let i = open; i < code.length; i += 1) {
    const sign = code[i] ?? '';
    if (quote !== null) {
      if (sign === '\\') i += 1;
      else if (sign === quote) quote = null;
    } else if (`'"\``.includes(sign)) quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && (depth -= 1) === 0) return i + 1;
  }
  return code.length;
}

/** The code without what its schemas say of themselves. */
export function withoutMeta(code: string): string {
  const start = code.indexOf(CALL);
  if (start < 0) return code;
  const end = endOfCall(code, start + CALL.length - 1);
  return code.slice(0, start) + withoutMeta(code.slice(end));
}

/** Where zod draws JSON schemas. */
const DRAWING = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;
const EXPORTED = /^export (?:const|function) (\w+)/gm;

/** The same exports, which do nothing. */
export const withoutWork = (code: string): string =>
  [...code.matchAll(EXPORTED)].map(([, name = '']) => `export const ${name} = () => undefined;`).join('\n');

function bare(code: string, id: string): string | null {
  if (id.includes('/contracts/src/')) return withoutMeta(code);
  return DRAWING.test(id) ? withoutWork(code) : null;
}

/** Descriptions of schemas are for the description of the interface: they parse nothing, and no browser fetches them. */
export const bareSchemas = (): Plugin => ({
  name: 'bare-schemas',
  enforce: 'pre',
  transform: (code, id) => {
    const left = bare(code, id);
    return left === null ? null : { code: left, map: null };
  },
});
