/** What the simulator tells the process that forked it. */
export type SimulatorMessage =
  /** Of the readings that waited when it started, so many are acknowledged. At most ten a second. */
  | { readonly kind: 'fill'; readonly done: number; readonly total: number }
  /** All of them are. Once, before the live readings alone go on. */
  | { readonly kind: 'filled'; readonly readings: number }
  /** The last message. What was not acknowledged is on disk and goes out at the next start. */
  | { readonly kind: 'stopped'; readonly unacknowledged: number };
