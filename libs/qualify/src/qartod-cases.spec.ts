import { describeWithData, EventTimeFold, sharedData } from '@clearwell/testkit';
import type { EpochMs, QualityFlag } from '@clearwell/water-quality';
import { existsSync, readFileSync } from 'node:fs';
import { flagCase, ioosRule, judgeOf, type IoosCase } from './ioos/ioos-case.ts';
import type { QualityRow, QualityVerdict } from './quality-judge.ts';

const FILE = sharedData('qartod', 'cases.json');

interface Written {
  readonly id: string;
  readonly test: IoosCase['test'];
  readonly note: string;
  readonly config: { readonly members?: readonly { period?: string; tspan: readonly string[] }[] };
  readonly times: readonly string[];
  readonly values: readonly (number | null)[];
  readonly flags: readonly QualityFlag[];
  readonly interval_s?: number | null;
}

const instant = (text: string): EpochMs => Date.parse(text.endsWith('Z') ? text : `${text}Z`);

function toSeries({ id, test, config, times, values, interval_s }: Written): IoosCase {
  const members = config.members?.map((one) => (one.period ? one : { ...one, tspan: one.tspan.map(instant) }));
  return {
    ...{ id, test, config: members === undefined ? config : { members } },
    ...{ times: times.map(instant), values: values.map((value) => value ?? NaN), intervalS: interval_s ?? undefined },
  } as IoosCase;
}

const rowsOf = ({ times, values }: IoosCase): QualityRow[] =>
  times.map((sampledAt, i) => ({ sampledAt, values: Float64Array.of(values[i]!), flags: new Uint8Array(1) }));

/** The flag each sampling time has after all that was said. */
class Flags {
  readonly byTime = new Map<EpochMs, number>();
  note = ({ now, before, isRevising }: QualityVerdict) => {
    for (const { sampledAt, flags } of isRevising ? [...before, now] : [now])
      if (!Number.isNaN(sampledAt)) this.byTime.set(sampledAt, flags[0]!);
  };
  inOrder = () => [...this.byTime].sort(([a], [b]) => a - b).map(([, flag]) => flag);
}

/** Where Clearwell decides otherwise, and what it says: docs/detection/qualify.md. */
const ON_PURPOSE: Readonly<Record<string, readonly number[]>> = {
  'cases/climatology_test/07': [3, 1, 9, 1, 3, 3, 9, 3, 3, 3, 9, 1],
};

const written = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { cases: readonly Written[] }).cases : [];
const named: readonly (readonly [string, Written])[] = written.map((one) => [`${one.id}: ${one.note}`, one] as const);
const streamed = named.filter(([, one]) => ioosRule(toSeries(one)) !== null);

describeWithData(FILE, 'The reference cases of ioos_qc', () => {
  const expectedOf = (one: Written) => ON_PURPOSE[one.id] ?? one.flags;

  it.each<readonly [string, Written]>(named.length > 0 ? named : [['', {} as Written]])('agree: %s', (_, one) => {
    expect(flagCase(toSeries(one))).toEqual(expectedOf(one));
  });

  it('agree as early as the flag can be known', () => {
    for (const [, one] of streamed) {
      const series = toSeries(one);
      const judge = judgeOf(ioosRule(series)!);
      const [delay, from] = [Number(one.test === 'spike_test'), one.test === 'flat_line_test' ? 2 : 0];
      rowsOf(series).forEach((row, i) => {
        const { now, before } = judge.fold(row);
        if (i < delay + from) return;
        expect([one.id, i, (delay === 1 ? before[0] : now).flags[0]]).toEqual([one.id, i, expectedOf(one)[i - delay]]);
      });
    }
  });

  it.each([1, 2])(
    'agree whatever order the readings come in (%p)',
    (seed) => {
      for (const [, one] of streamed) {
        const series = toSeries(one);
        const flags = new Flags();
        const fold = new EventTimeFold((saved) => judgeOf(ioosRule(series)!, saved), flags.note);
        for (const row of shuffle(rowsOf(series), seed)) fold.take(row);
        expect([one.id, ...flags.inOrder()]).toEqual([one.id, ...expectedOf(one)]);
      }
    },
    60_000,
  );
});

function shuffle<T>(items: readonly T[], seed: number): T[] {
  const rank = (i: number) => (Math.imul(i + 1, 2_654_435_761) ^ Math.imul(seed, 40_503 * (i + 7))) >>> 0;
  return items
    .map((item, i) => [rank(i), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
