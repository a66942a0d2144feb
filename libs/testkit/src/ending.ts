type Undo = () => Promise<void> | void;

const undone: Undo[] = [];

/** Has something undone when the spec file is over, newest first, however its tests went. */
export function atTheEnd(undo: Undo): void {
  undone.push(undo);
}

/** Undoes it now. Programs that use the testkit outside of specs call it themselves. */
export async function endAll(): Promise<void> {
  for (let undo = undone.pop(); undo !== undefined; undo = undone.pop()) await undo();
}

// Only inside a spec file: hooks may not be registered from within a test, so it is done on import.
if (typeof afterAll === 'function') {
  afterAll(endAll);
}
