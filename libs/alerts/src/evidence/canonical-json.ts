/**
 * The one text of a value (RFC 8785): keys in order of their code units, no spaces; what is undefined is absent.
 * @throws RangeError for a number JSON has no text for, TypeError for what is no JSON
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no text in JSON`);
    return String(value);
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} is no JSON`);
  return Array.isArray(value) ? `[${value.map(canonicalJson).join()}]` : textOfFields(value);
}

/** A day of readings has ten thousands of them. */
function textOfFields(value: object): string {
  const names = Object.keys(value);
  if (names.some((name, i) => i > 0 && name < (names[i - 1] ?? ''))) names.sort();
  let text = '';
  for (const name of names) {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}
