import type { History, StationState } from '@clearwell/contracts';
import { DAY, type ChannelKey, type EpochMs, type QualityFlag, type QualityTest } from '@clearwell/water-quality';

type Latest = NonNullable<StationState['latest']>;

const keysOf = (history: History): ChannelKey[] => Object.keys(history.values) as ChannelKey[];

/** The history with the newest reading at its end; readings older than a day fall out at the front. */
export function withLatest(history: History, latest: Latest): History {
  const last = history.sampledAt[history.sampledAt.length - 1];
  if (last !== undefined && latest.sampledAt < last) return history;
  const kept = last === latest.sampledAt ? history.sampledAt.length - 1 : history.sampledAt.length;
  const to = Math.max(history.to, latest.sampledAt + 1);
  const from = to - DAY;
  const start = history.sampledAt.findIndex((at) => at >= from);
  const first = start < 0 ? kept : start;
  const column = <T>(values: readonly T[] | undefined, value: T): T[] => [...(values ?? []).slice(first, kept), value];
  const values = { ...history.values };
  const flags = { ...history.flags };
  for (const key of keysOf(history)) {
    values[key] = column(history.values[key], latest.values[key] ?? null);
    flags[key] = column(history.flags[key], latest.flags[key] ?? null);
  }
  return {
    ...history,
    ...testsOf(history, (tests) => column(tests, null)),
    from,
    to,
    sampledAt: column(history.sampledAt, latest.sampledAt),
    receivedAt: column(history.receivedAt, latest.receivedAt),
    values,
    flags,
  };
}

/** The newest reading of a history, whatever it holds. */
export function newestOf(history: History): Latest | null {
  const i = history.sampledAt.length - 1;
  const [sampledAt, receivedAt] = [history.sampledAt[i], history.receivedAt[i]];
  if (sampledAt === undefined || receivedAt === undefined) return null;
  const values: Latest['values'] = {};
  const flags: Latest['flags'] = {};
  for (const key of keysOf(history)) {
    const flag = history.flags[key]?.[i] ?? null;
    if (flag === null) continue;
    values[key] = history.values[key]?.[i] ?? null;
    flags[key] = flag;
  }
  return { sampledAt, receivedAt, values, flags };
}

/** What a history holds of a shorter span, by what had been received at a moment. */
export function partOf(history: History, { from, to, knownAt }: Part): History {
  const kept = history.sampledAt.flatMap((at, i) =>
    at >= from && at < to && (history.receivedAt[i] ?? 0) <= knownAt ? [i] : [],
  );
  const pick = <T>(column: readonly T[] | undefined): T[] =>
    kept.flatMap((i) => (column?.[i] === undefined ? [] : [column[i]]));
  const values = { ...history.values };
  const flags = { ...history.flags };
  for (const key of keysOf(history)) {
    values[key] = pick(history.values[key]);
    flags[key] = pick(history.flags[key]);
  }
  const { station, sampledAt, receivedAt, registrations } = history;
  return {
    ...testsOf(history, pick),
    station,
    from,
    to,
    sampledAt: pick(sampledAt),
    receivedAt: pick(receivedAt),
    values,
    flags,
    registrations,
  };
}

type Tests = NonNullable<History['tests']>;

/** The columns of tests, each made into another. */
function testsOf({ tests }: History, change: (column: Tests[ChannelKey]) => Tests[ChannelKey]): Pick<History, 'tests'> {
  if (tests === undefined) return {};
  const columns = Object.entries(tests) as [ChannelKey, Tests[ChannelKey]][];
  return { tests: Object.fromEntries(columns.map(([key, column]) => [key, change(column)])) };
}

/** The test that set the flag of a channel at a sampling time; null where none did or nobody knows. */
export const testAt = ({ sampledAt, tests }: History, key: ChannelKey, at: EpochMs): QualityTest | null =>
  tests?.[key]?.[sampledAt.lastIndexOf(at)] ?? null;

interface Part {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What was received later is left out. */
  readonly knownAt: EpochMs;
}

export interface Strip {
  readonly at: readonly EpochMs[];
  readonly values: readonly (number | null)[];
  readonly flags: readonly (QualityFlag | null)[];
}

/** Silence longer than this many intervals breaks the line. */
const GAP_INTERVALS = 1.5;

/** One channel with an empty place in every gap, so that no line is drawn over it. */
export function stripOf(history: History, key: ChannelKey, intervalMs: number): Strip {
  const at: EpochMs[] = [];
  const values: (number | null)[] = [];
  const flags: (QualityFlag | null)[] = [];
  const put = (time: EpochMs, value: number | null, flag: QualityFlag | null): void => {
    at.push(time);
    values.push(value);
    flags.push(flag);
  };
  history.sampledAt.forEach((time, i) => {
    const before = history.sampledAt[i - 1];
    if (before !== undefined && time - before > GAP_INTERVALS * intervalMs) put(before + intervalMs, null, null);
    put(time, history.values[key]?.[i] ?? null, history.flags[key]?.[i] ?? null);
  });
  return { at, values, flags };
}
