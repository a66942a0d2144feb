/** The name that was probably meant, or null when none is near. */
export function nearestName(given: string, names: readonly string[]): string | null {
  const sought = given.trim().toLowerCase();
  const ranked = names
    .map((name) => ({ name, steps: editSteps(sought, name.trim().toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best !== undefined && best.steps <= Math.max(1, Math.ceil(sought.length / 3)) ? best.name : null;
}

/** Letters to add, drop or change to make one text the other (Levenshtein). */
function editSteps(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (above[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[to.length] ?? 0;
}

/** ` (did you mean X?)`, or nothing. */
export function suggestion(given: string, names: readonly string[]): string {
  const near = nearestName(given, names);
  return near === null ? '' : ` (did you mean ${near}?)`;
}
