const EVERY_MS = 1_000;

/** Says now and then how far a long work is, on stderr. What is over at once says nothing. */
export function sayProgress(what: string): (done: number) => void {
  let next = performance.now() + EVERY_MS;
  return (done) => {
    if (performance.now() < next) return;
    next = performance.now() + EVERY_MS;
    console.error(`${what}: ${String(Math.floor(done * 100))} %`);
  };
}
