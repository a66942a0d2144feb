const MOST = 4;

/**
 * How surprising several channels are together: the adaptive rank-truncated product of Yu et al. (2009) in closed form
 * (Fisher's method for the k smallest of m p-values, the best k of 1 to 4).
 * @param sorted −log10 p of each channel, largest first
 * @returns −log10 of the chance that the k smallest of m p-values are as small
 */
export function combineSurprises(sorted: Float64Array, channels: number): number {
  if (sorted[0] === 0) return 0;
  let best = 0;
  let sum = 0;
  let choices = 1;
  for (let k = 1; k <= Math.min(MOST, channels); k++) {
    sum += sorted[k - 1] ?? 0;
    choices *= (channels - k + 1) / k;
    best = Math.max(best, sum - Math.log10(choices * erlangSum(Math.LN10 * sum, k)));
  }
  return best;
}

/** Σ x^j / j! for j < k. */
function erlangSum(x: number, k: number): number {
  let [term, sum] = [1, 1];
  for (let j = 1; j < k; j++) {
    term *= x / j;
    sum += term;
  }
  return sum;
}
