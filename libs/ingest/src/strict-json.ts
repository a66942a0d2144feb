import type { RejectionReason } from '@clearwell/contracts';

export type Decoded =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: RejectionReason; readonly detail: string };

/** Deeper than any message of the contract; a deeper one is an attack on whoever walks it. */
const MAX_DEPTH = 16;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const refuse = (reason: RejectionReason, detail: string): Decoded => ({ ok: false, reason, detail });

/** Decodes JSON more strictly than `JSON.parse`: bytes that are not UTF-8 and keys that stand twice are refused. */
export function decodeJson(payload: Uint8Array): Decoded {
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refuse('bad_utf8', 'The bytes are not UTF-8');
  }
  const { colons, depth } = measure(text);
  if (depth > MAX_DEPTH) return refuse('bad_shape', `It is nested more than ${String(MAX_DEPTH)} deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (/[:[,]\s*[+-]?(NaN|Infinity)\b/.test(text)) {
      return refuse('not_a_number', 'NaN and Infinity are not JSON; send null for no value');
    }
    return refuse('bad_json', error instanceof Error ? error.message : 'It is not JSON');
  }
  // Each key of the text brings one colon; a key that stands twice brings two and is there once.
  if (countKeys(value) !== colons) return refuse('duplicate_key', 'A key stands twice in one object');
  return { ok: true, value };
}

/** Colons outside strings, and how deep the brackets go. */
function measure(text: string): { colons: number; depth: number } {
  let colons = 0;
  let open = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        i = endOfString(text, i);
        break;
      case 0x3a: // :
        colons++;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth = Math.max(depth, ++open);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open--;
        break;
    }
  }
  return { colons, depth };
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5c) i++;
    else if (code === 0x22) return i;
  }
  return text.length;
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  let keys = 0;
  for (const item of Object.values(value)) keys += 1 + countKeys(item);
  return keys;
}
