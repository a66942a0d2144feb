import { FaultJudge, type FaultFinding, type JudgedChannel } from '@clearwell/detect';
import { randomStream } from '@clearwell/firmware-sim';
import { readCity, type RecordedReading } from '@clearwell/recorded-city';
import { describeWithData, required, sharedData, startNode, temporaryFolder } from '@clearwell/testkit';
import { DAY, MINUTE, parameterOf, type EpochMs, type StationId } from '@clearwell/water-quality';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FaultTrials } from './sensor-faults/fault-trials.ts';
import { INJECTIONS } from './sensor-faults/injections.ts';
import { measureStation } from './sensor-faults/recorded-station.ts';
import { HISTORIES, loadHistory } from './station-history.ts';

const FIVE_WEEKS = 5 * 7 * 144;
const A_WEEK = 7 * DAY;
/** A loaded machine reads the city slowly. */
const PATIENCE = 90_000;

const BENCH = resolve(import.meta.dirname, '../bench.ts');
const CITY = sharedData('city_a');

it('says which history is absent and where it was looked for', async () => {
  const folder = temporaryFolder();
  const bench = startNode(BENCH, ['faults', '--dir', folder]);
  expect((await bench.ended).code).toBe(1);
  expect(bench.lines.join('\n')).toContain(`${HISTORIES[0].file} is not in ${folder}; --dir names another folder`);
});

describeWithData(sharedData(HISTORIES[0].file), 'on a real history', () => {
  it(
    'types most dropouts, frozen stations, clips and swaps right, and takes few of them for water',
    async () => {
      const history = required((await loadHistory(HISTORIES[0])) ?? undefined);
      const trials = new FaultTrials(measureStation({ ...history, rows: history.rows.slice(0, FIVE_WEEKS) }), 0.5);
      for (const kind of ['dropout', 'frozen', 'range_clip', 'swapped'] as const) {
        const injection = required(INJECTIONS.find((candidate) => candidate.kind === kind));
        const outcomes = Array.from({ length: 6 }, (_, i) =>
          trials.run(injection, required(injection.sizes[0]), randomStream(100 + i)),
        ).filter((outcome) => outcome !== null);
        expect(outcomes.length).toBeGreaterThanOrEqual(5);
        expect(outcomes.filter(({ typedAs }) => typedAs === kind).length).toBeGreaterThanOrEqual(outcomes.length - 1);
        expect(outcomes.filter(({ raisedEvent }) => raisedEvent).length).toBeLessThanOrEqual(1);
      }
    },
    PATIENCE,
  );
});

type Values = RecordedReading['values'];

interface TrueFault {
  readonly station: StationId;
  readonly channels: readonly string[];
  readonly start: EpochMs;
  readonly end: EpochMs;
}

const OF_THE_LINK = /link_outage|duplicate|clock_skew/;

const trueFaults = (): TrueFault[] =>
  readFileSync(join(CITY, 'faults.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .filter((line) => !OF_THE_LINK.test(line))
    .map((line) => {
      const [, station = '', parameter = '', , start = '', end = '', detail = ''] = line.split(',');
      const channels = parameter === '*' ? [] : [parameter, detail.replace('with ', '')];
      return {
        station: station.toLowerCase() as StationId,
        channels,
        start: Date.parse(start),
        end: Date.parse(end),
      };
    });

describeWithData(CITY, 'on city A', () => {
  it(
    'says three of four sensor faults of a week of the right channel in time, and few where there are none',
    async () => {
      const city = await readCity(CITY);
      const rows = new Map<StationId, { readonly at: EpochMs; readonly values: Values }[]>();
      let first = Infinity;
      for await (const { station, sampledAt, receivedAt, values } of city.readings()) {
        first = Math.min(first, receivedAt);
        if (receivedAt > first + A_WEEK) break;
        (rows.get(station) ?? rows.set(station, []).get(station))?.push({ at: sampledAt, values });
      }
      const found: (FaultFinding & { readonly station: StationId })[] = [];
      for (const { id, channels } of city.stations) {
        const judged = channels.map(({ key, parameter, resolution }): JudgedChannel => {
          const { operational, concern } = parameterOf(parameter);
          return { key, parameter, resolution, operational, concern };
        });
        const work = city.calibrations.filter(({ station }) => station === id);
        const judge = new FaultJudge(judged);
        let before = -Infinity;
        for (const { at, values } of (rows.get(id) ?? []).sort((a, b) => a.at - b.at)) {
          if (at <= before) continue;
          before = at;
          const isMarked = work.some(({ start, end }) => at >= start && at <= end);
          const inOrder = Float64Array.from(judged, ({ key }) => values[key] ?? NaN);
          if (!judge.fold({ sampledAt: at, values: inOrder, flags: null, isMarked }).hasNews) continue;
          for (const finding of judge.findings())
            if (finding.saidAt === at && finding.isTold) found.push({ ...finding, station: id });
        }
      }
      const faults = trueFaults().filter(({ end }) => end < first + A_WEEK - 60 * MINUTE);
      const isOf = (fault: TrueFault, { station, channel, saidAt }: (typeof found)[number]): boolean =>
        station === fault.station &&
        (fault.channels.length === 0 || fault.channels.includes(channel)) &&
        saidAt >= fault.start - 10 * MINUTE &&
        saidAt <= fault.end + 60 * MINUTE;
      const said = faults.filter((fault) => found.some((finding) => isOf(fault, finding)));
      expect(said.length).toBeGreaterThanOrEqual(0.75 * faults.length);
      const isFalse = (finding: (typeof found)[number]): boolean =>
        finding.kind !== 'shift' && !trueFaults().some((fault) => isOf(fault, finding));
      // 48 stations: one in ten weeks of a station.
      expect(found.filter(isFalse).length).toBeLessThanOrEqual(5);
    },
    PATIENCE,
  );
});
