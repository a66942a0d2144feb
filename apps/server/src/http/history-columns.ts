import type { RangeChunk } from '@clearwell/history';
import type { ChannelKey, EpochMs, QualityTest, Registration, StationId } from '@clearwell/water-quality';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** More readings are not given in one answer: nine years at 10 minutes. Held as columns they take some 100 bytes each. */
export const MOST_READINGS = 500_000;

/** What one answer holds, column by column; each column in the chunks it came in. */
export interface HeldColumns {
  readonly sampledAt: Float64Array[];
  readonly receivedAt: Float64Array[];
  readonly values: readonly (readonly [ChannelKey, Float64Array[]])[];
  readonly flags: readonly (readonly [ChannelKey, Uint8Array[]])[];
}

/**
 * Holds the chunks of a range as columns, since an answer gives one column after the other.
 * @returns null where there are too many readings
 */
export async function gatherColumns(
  chunks: AsyncIterable<RangeChunk>,
  keys: readonly ChannelKey[],
  isCancelled: () => boolean,
): Promise<HeldColumns | null> {
  const columns = {
    sampledAt: [] as Float64Array[],
    receivedAt: [] as Float64Array[],
    values: keys.map((key) => [key, [] as Float64Array[]] as const),
    flags: keys.map((key) => [key, [] as Uint8Array[]] as const),
  };
  let readings = 0;
  for await (const chunk of chunks) {
    // Whoever asked is gone: to stop taking stops the query.
    if (isCancelled()) break;
    readings += chunk.sampledAt.length;
    if (readings > MOST_READINGS) return null;
    columns.sampledAt.push(chunk.sampledAt);
    columns.receivedAt.push(chunk.receivedAt);
    chunk.channels.forEach(({ values, flags }, i) => {
      columns.values[i]?.[1].push(values);
      columns.flags[i]?.[1].push(flags);
    });
  }
  return columns;
}

export type Tests = Readonly<Partial<Record<ChannelKey, QualityTest>>>;
type TestColumns = Readonly<Record<ChannelKey, readonly (QualityTest | null)[]>>;

/** As long as the other columns, for the channels of which a test spoke. */
export function testColumns(
  told: ReadonlyMap<EpochMs, Tests>,
  sampledAt: readonly Float64Array[],
  channels: readonly ChannelKey[],
): TestColumns {
  const rows = sampledAt.flatMap((chunk) => Array.from(chunk, (at) => told.get(at)));
  const spoken = channels.filter((key) => rows.some((tests) => tests?.[key] !== undefined));
  return Object.fromEntries(spoken.map((key) => [key, rows.map((tests) => tests?.[key] ?? null)]));
}

/** The answer as JSON, in pieces; between two of them others on this thread get their turn. */
export async function* writeHistory(
  asked: {
    readonly station: StationId;
    readonly from: EpochMs;
    readonly to: EpochMs;
    readonly registrations: readonly Registration[];
    readonly tests?: TestColumns;
  },
  columns: HeldColumns,
): AsyncGenerator<string> {
  const { sampledAt, receivedAt, values, flags } = columns;
  for (const piece of piecesOf()) {
    yield piece;
    await nextTurn();
  }

  function* piecesOf(): Generator<string> {
    yield `${JSON.stringify(asked).slice(0, -1)},"sampledAt":`;
    yield* writeColumn(sampledAt, String);
    yield ',"receivedAt":';
    yield* writeColumn(receivedAt, String);
    yield ',"values":';
    yield* writeByChannel(values, (value) => (Number.isNaN(value) ? 'null' : String(value)));
    yield ',"flags":';
    yield* writeByChannel(flags, (flag) => (flag === 0 ? 'null' : String(flag)));
    yield '}';
  }
}

function* writeByChannel(
  channels: readonly (readonly [ChannelKey, readonly ArrayLike<number>[]])[],
  write: (item: number) => string,
): Generator<string> {
  let before = '{';
  for (const [key, chunks] of channels) {
    yield `${before}${JSON.stringify(key)}:`;
    yield* writeColumn(chunks, write);
    before = ',';
  }
  yield channels.length === 0 ? '{}' : '}';
}

function* writeColumn(chunks: readonly ArrayLike<number>[], write: (item: number) => string): Generator<string> {
  let before = '[';
  for (const chunk of chunks) {
    yield before + Array.from(chunk, write).join(',');
    before = ',';
  }
  yield chunks.length === 0 ? '[]' : ']';
}
