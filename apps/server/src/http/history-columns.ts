import type { History as HistoryResponse } from '@clearwell/contracts';
import type { RangeChunk } from '@clearwell/history';
import type { ChannelKey, QualityFlag } from '@clearwell/water-quality';

/** The chunks of a range as the columns of one answer. */
export async function gatherColumns(
  keys: readonly ChannelKey[],
  chunks: AsyncIterable<RangeChunk>,
): Promise<Pick<HistoryResponse, 'sampledAt' | 'receivedAt' | 'values' | 'flags'>> {
  const sampledAt: number[] = [];
  const receivedAt: number[] = [];
  const values: Record<ChannelKey, (number | null)[]> = Object.fromEntries(keys.map((key) => [key, []]));
  const flags: Record<ChannelKey, (QualityFlag | null)[]> = Object.fromEntries(keys.map((key) => [key, []]));
  for await (const chunk of chunks) {
    sampledAt.push(...chunk.sampledAt);
    receivedAt.push(...chunk.receivedAt);
    keys.forEach((key, i) => {
      for (const value of chunk.channels[i]?.values ?? []) values[key]?.push(Number.isNaN(value) ? null : value);
      for (const flag of chunk.channels[i]?.flags ?? []) flags[key]?.push(flag === 0 ? null : (flag as QualityFlag));
    });
  }
  return { sampledAt, receivedAt, values, flags };
}
