import type { RecordedReading } from '@clearwell/recorded-city';
import { channelKey, MINUTE, SECOND, stationId, type StationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { OutageFinder, type Outage } from './outages.ts';
import { planSteps, type Step } from './steps.ts';

const INTERVAL = 10 * MINUTE;
const [A, B] = [stationId('a1'), stationId('b1')];
const START = Date.UTC(2026, 2, 1);

/** Minutes after the start, and how long it took. */
const reading = (station: StationId, minute: number, delay: number): RecordedReading => ({
  station,
  sampledAt: START + minute * MINUTE,
  receivedAt: START + minute * MINUTE + delay,
  values: { [channelKey('ph')]: 7 },
});
const inTime = (station: StationId, minute: number): RecordedReading => reading(station, minute, 9 * SECOND);
/** Arrived `seconds` after minute 60. */
const heldBack = (minute: number, seconds: number): RecordedReading =>
  reading(A, minute, (60 - minute) * MINUTE + seconds * SECOND);

const sorted = (readings: readonly RecordedReading[]): RecordedReading[] =>
  readings.toSorted((a, b) => a.receivedAt - b.receivedAt);

function outagesIn(readings: readonly RecordedReading[]): Outage[] {
  const finder = new OutageFinder(() => INTERVAL);
  return [...new Set(readings.map((one) => finder.take(one)).filter((one) => one !== null))];
}

async function stepsOf(readings: readonly RecordedReading[]): Promise<Step[]> {
  async function* stream(): AsyncGenerator<RecordedReading> {
    for (const one of readings) yield await Promise.resolve(one);
  }
  const steps: Step[] = [];
  const outages = outagesIn(readings).toSorted((a, b) => a.from - b.from);
  for await (const step of planSteps(stream(), outages, () => INTERVAL)) steps.push(step);
  return steps;
}

const minuteOf = ({ at }: Step): number => (at - START) / MINUTE;
const inShort = (step: Step): string =>
  typeof step.act === 'string'
    ? step.act
    : `${step.act.isBatch ? 'batch' : 'live'} ${String(step.act.readings.length)}`;

describe('the steps of a replay', () => {
  it('cut the link where readings were held back, restore it as the first arrives, and send them as one batch', async () => {
    const steps = await stepsOf([
      inTime(A, 0),
      inTime(B, 30),
      heldBack(10, 1),
      heldBack(20, 3),
      heldBack(30, 5),
      inTime(A, 70),
    ]);
    expect(steps.map(inShort)).toEqual(['live 1', 'cut', 'live 1', 'restore', 'batch 3', 'live 1']);
    const [, cut, , restore, batch] = steps;
    expect([cut, restore, batch].map((step) => step && minuteOf(step))).toEqual([10, 60 + 1 / 60, 60 + 5 / 60]);
    expect(JSON.parse((batch?.act as { payload: string }).payload)).toMatchObject({
      readings: [{ historical: true }, {}, {}],
    });
  });

  it('let a slow or a doubled reading be: others came in between', async () => {
    const slow = sorted([
      inTime(A, 0),
      reading(A, 10, 25 * MINUTE),
      inTime(A, 20),
      inTime(A, 30),
      reading(A, 0, 40 * MINUTE),
    ]);
    expect((await stepsOf(slow)).map(inShort)).toEqual(slow.map(() => 'live 1'));
  });

  it('mark what was sampled while somebody worked at a probe, as a logger would', async () => {
    const stream = async function* () {
      yield* [inTime(A, 0), inTime(A, 10)];
    };
    const marks: unknown[] = [];
    const worked = (_: unknown, at: number) => (at === inTime(A, 10).sampledAt ? [channelKey('ph')] : []);
    for await (const { act } of planSteps(stream(), [], () => INTERVAL, worked))
      if (typeof act === 'object') marks.push((JSON.parse(act.payload) as { marks?: unknown }).marks);
    expect(marks).toEqual([undefined, { ph: 'C' }]);
  });

  it('split what is more than a message holds', async () => {
    const many = Array.from({ length: 300 }, (_, i) => reading(A, i * 10, (3000 - i * 10) * MINUTE));
    expect((await stepsOf(many)).map(inShort)).toEqual(['cut', 'restore', 'batch 288', 'batch 12']);
  });

  it('hold every reading once, in order of time and of the file per station, never before it arrived', async () => {
    const one = fc
      .record({
        station: fc.constantFrom(A, B),
        minute: fc.nat(200),
        delay: fc.oneof(fc.constant(SECOND), fc.nat(3 * 60 * MINUTE), fc.constant(-5 * MINUTE)),
      })
      .map(({ station, minute, delay }) => reading(station, minute, delay));
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 60 }), async (unsorted) => {
        const readings = sorted(unsorted);
        const steps = await stepsOf(readings);
        expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
        for (const station of [A, B]) {
          const own = steps.filter((step) => step.station === station);
          const sent = own.flatMap(({ at, act }) =>
            typeof act === 'string' ? [] : act.readings.map((item) => ({ at, item })),
          );
          expect(sent.map(({ item }) => item)).toEqual(readings.filter((item) => item.station === station));
          expect(sent.every(({ at, item }) => at >= item.receivedAt)).toBe(true);
        }
      }),
    );
  });
});
