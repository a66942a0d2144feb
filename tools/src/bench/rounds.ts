/** Both sides of a comparison, measured one after the other in the same round. */
export interface Round<T> {
  readonly reference: T;
  readonly server: T;
  readonly ratio: number;
}

/** Runs a comparison some times, and gives the round with the median ratio of the server's rate to the reference's. */
export async function medianRound<T extends { readonly readingsPerSecond: number }>(
  rounds: number,
  sides: { readonly reference: () => Promise<T>; readonly server: () => Promise<T> },
): Promise<Round<T>> {
  const measured: Round<T>[] = [];
  for (let round = 0; round < rounds; round++) {
    const reference = await sides.reference();
    const server = await sides.server();
    measured.push({ reference, server, ratio: server.readingsPerSecond / reference.readingsPerSecond });
  }
  measured.sort((a, b) => a.ratio - b.ratio);
  const median = measured[Math.floor(rounds / 2)];
  if (median === undefined) throw new RangeError('A comparison takes at least one round');
  return median;
}
