import type { Outcomes } from '@clearwell/contracts';
import { HOUR, MINUTE, type Channel, type EpochMs, type Station, type Values } from '@clearwell/water-quality';

export const START = Date.UTC(2026, 4, 6, 4);
export const SLOT = 10 * MINUTE;

/** A stored reading, and what the probes would have shown had nothing happened. */
export interface Row {
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly boot: number | null;
  readonly seq: number | null;
  readonly historical: boolean;
  readonly values: Readonly<Record<string, number | null>>;
  readonly flags: Readonly<Record<string, string>>;
  readonly marks: Readonly<Record<string, string>>;
  readonly device: Readonly<Record<string, unknown>>;
  readonly quiet: Values & Readonly<Record<string, number | null>>;
}

/** What is stored of one scenario at one station. */
export interface Trace {
  readonly station: Station;
  readonly begin: EpochMs;
  readonly end: EpochMs;
  readonly struck: readonly Channel[];
  readonly rows: readonly Row[];
  /** The last row before it, and the first after it. */
  readonly before: Row;
  readonly after: Row;
  /** Rows from one minute since its beginning to another. */
  readonly at: (from: number, to: number) => readonly Row[];
  /** By how much a channel departs from quiet water in each row. */
  readonly moved: (key: string) => number[];
  readonly movedAtAll: readonly string[];
  readonly events: (kind: string) => string[];
  /** Where in ten minutes the station samples. */
  readonly phase: number;
  readonly quietAt: (at: EpochMs) => Values;
}

interface Seen extends Trace {
  readonly elsewhere: (station: string) => Trace;
  readonly others: readonly Trace[];
  readonly outcomes: Outcomes;
}

/** Scenario → where and when it happens, what of it is stored, and how that is seen. */
export const CASES: Readonly<Record<string, readonly [where: string, says: string, check: (seen: Seen) => void]>> = {
  'chlorine-drop': [
    'zz-025-90h',
    'chlorine stands below 0.05 mg/L for two hours',
    ({ rows, at }) => {
      expect(at(30, 150).map(({ values }) => values['free_chlorine'])).toEqual(Array<unknown>(12).fill(below(0.05)));
      expect(rows.at(-1)?.values['free_chlorine']).toBeGreaterThan(0.1);
    },
  ],
  'turbidity-spike': [
    'zz-038-90h',
    'turbidity is beyond 5 NTU, and conductivity and pH move with it',
    ({ rows, moved }) => {
      expect(Math.max(...moved('turbidity'))).toBeGreaterThan(5);
      expect(Math.max(...moved('conductivity'))).toBeGreaterThan(10);
      expect(Math.min(...moved('ph'))).toBeLessThan(-0.08);
      expect(rows).toHaveLength(9);
    },
  ],
  contamination: [
    'zz-005-80h',
    'it comes later and weaker to a station downstream',
    ({ moved, elsewhere }) => {
      const down = elsewhere('zz-043');
      expect(down.begin - START + 80 * HOUR).toBeGreaterThan(HOUR);
      const [near, far] = [Math.max(...moved('turbidity')), Math.max(...down.moved('turbidity'))];
      expect(near).toBeCloseTo(2.2, 1);
      expect(far / near).toBeCloseTo(0.75, 1);
      expect(Math.max(...down.moved('conductivity'))).toBeGreaterThan(30);
    },
  ],
  'main-break': [
    'zz-018-70h',
    'pressure falls by more than half, at a neighbour turbidity rises by a third as much',
    ({ at, moved, others }) => {
      for (const { values, quiet } of at(10, 80))
        expect(values['pressure']).toBeLessThan(0.6 * (quiet['pressure'] ?? 0));
      expect(others).toHaveLength(3);
      for (const neighbour of others)
        expect(Math.max(...neighbour.moved('turbidity')) / Math.max(...moved('turbidity'))).toBeCloseTo(0.35, 1);
    },
  ],
  'dosing-failure': [
    'zz-002-60h',
    'chlorine goes to zero at the works, and later where its water comes to; nothing but redox follows',
    ({ rows, begin, elsewhere, movedAtAll }) => {
      const down = elsewhere('zz-039');
      expect(down.begin).toBeGreaterThan(begin + 2 * HOUR);
      for (const place of [rows, down.rows])
        expect(Math.min(...place.map(({ values }) => values['free_chlorine'] ?? NaN))).toBeLessThan(0.05);
      expect(movedAtAll.filter((key) => key !== 'orp')).toEqual(['free_chlorine']);
    },
  ],
  flushing: [
    'zz-042-90h',
    'turbidity rises a little, chlorine does not move',
    ({ moved, movedAtAll }) => {
      expect(Math.max(...moved('turbidity'))).toBeCloseTo(0.7, 1);
      expect(movedAtAll).toEqual(['turbidity']);
    },
  ],
  'source-switch': [
    'zz-001-80h',
    'conductivity rises and temperature falls at the works, and hours later at the end of its pipes',
    ({ begin, moved, elsewhere }) => {
      const far = elsewhere('zz-044');
      expect(far.begin - begin).toBeGreaterThan(6 * HOUR);
      for (const place of [moved, far.moved]) {
        expect(Math.max(...place('conductivity'))).toBeGreaterThan(30);
        expect(Math.min(...place('temperature'))).toBeCloseTo(-1.5, 0);
      }
    },
  ],
  'pump-trip': [
    'zz-004-60h',
    'pressure falls by 0.1 MPa at once, at the works and at a station it feeds',
    ({ begin, moved, elsewhere }) => {
      const fed = elsewhere('zz-030');
      expect(fed.begin).toBe(begin);
      for (const place of [moved, fed.moved]) expect(Math.min(...place('pressure'))).toBeCloseTo(-0.1, 2);
    },
  ],
  flatline: [
    'zz-008-50h',
    'one channel repeats its value and the others live on',
    ({ rows, struck: [stuck], station }) => {
      expect(rows).toHaveLength(18);
      for (const { key } of station.channels) {
        const different = new Set(rows.map(({ values }) => values[key])).size;
        if (key === stuck?.key) expect(different).toBe(1);
        else expect(different).toBeGreaterThan(2);
      }
    },
  ],
  frozen: [
    'zz-015-50h',
    'all values repeat under new sampling times',
    ({ rows }) => {
      expect(rows).toHaveLength(18);
      expect(new Set(rows.map(({ values }) => JSON.stringify(values))).size).toBe(1);
      expect(new Set(rows.map(({ sampledAt }) => sampledAt)).size).toBe(18);
    },
  ],
  spikes: [
    'zz-018-50h',
    'six lone turbidity values stand out, each between quiet neighbours',
    ({ moved, movedAtAll }) => {
      const places = moved('turbidity').flatMap((height, place) => (height > 1 ? [place] : []));
      expect(places).toHaveLength(6);
      for (const place of places)
        expect([moved('turbidity')[place - 1], moved('turbidity')[place + 1]]).toEqual([0, 0]);
      expect(movedAtAll).toEqual(['turbidity']);
    },
  ],
  dropout: [
    'zz-024-50h',
    'one channel has no value, flagged 9, or zero',
    ({ rows, struck: [loose], movedAtAll }) => {
      const key = loose?.key ?? '';
      expect(new Set(rows.map(({ values }) => values[key]))).toEqual(new Set([null, 0]));
      for (const { values, flags } of rows) expect(flags[key] === '9').toBe(values[key] === null);
      expect(movedAtAll).toEqual([key]);
    },
  ],
  drift: [
    'zz-027-94h',
    'turbidity creeps up by 0.6 NTU, is calibrated under the mark C, and is true again',
    ({ moved, at, events, movedAtAll, after }) => {
      const [early, late] = [moved('turbidity')[72] ?? NaN, moved('turbidity')[72 * 6 - 1] ?? NaN];
      expect(early).toBeCloseTo(0.1, 1);
      expect(late).toBeCloseTo(0.6, 1);
      const calibrated = at(72 * 60, 72 * 60 + 40);
      expect(calibrated.map(({ marks }) => marks)).toEqual(calibrated.map(() => ({ turbidity: 'C' })));
      expect(events('calibration')).toEqual(['begin', 'end']);
      expect(movedAtAll).toEqual(['turbidity']);
      expect(after.values['turbidity']).toBe(after.quiet['turbidity']);
    },
  ],
  noise: [
    'zz-026-50h',
    'one channel scatters to both sides',
    ({ struck: [old], moved, movedAtAll }) => {
      const steps = moved(old?.key ?? '').map((by) => by / (old?.resolution ?? NaN));
      expect(Math.max(...steps)).toBeGreaterThan(8);
      expect(Math.min(...steps)).toBeLessThan(-8);
      expect(movedAtAll).toEqual([old?.key]);
    },
  ],
  'range-clip': [
    'zz-033-50h',
    'turbidity stands at 100 NTU',
    ({ rows, movedAtAll }) => {
      expect(rows.map(({ values }) => values['turbidity'])).toEqual(Array(9).fill(100));
      expect(movedAtAll).toEqual(['turbidity']);
    },
  ],
  'reagent-empty': [
    'zz-036-50h',
    'both disinfectant probes decay to zero, somebody comes, and they are back in one step',
    ({ at, events, after, movedAtAll }) => {
      for (const { values } of at(240, 360))
        expect(values).toMatchObject({ chlorine_dioxide: 0, 'chlorine_dioxide.2': 0 });
      for (const { flags } of at(340, 360)) expect(flags).toMatchObject({ chlorine_dioxide: '2', ph: '1' });
      expect(events('maintenance')).toEqual(['begin', 'end']);
      expect(events('door')).toEqual(['begin', 'end']);
      expect(after.values['chlorine_dioxide']).toBe(after.quiet['chlorine_dioxide']);
      expect(movedAtAll).toEqual(['chlorine_dioxide', 'chlorine_dioxide.2']);
    },
  ],
  'swapped-channels': [
    'zz-040-50h',
    'disinfectant and pH stand under the name of each other',
    ({ rows }) => {
      for (const { values, quiet } of rows)
        expect([values['free_chlorine'], values['ph']]).toEqual([quiet['ph'], quiet['free_chlorine']]);
    },
  ],
  'zero-flow': [
    'zz-048-50h',
    'the cell says it has no flow, its chlorine decays, the pressure of the main lives on',
    ({ rows, moved, movedAtAll, events, after }) => {
      expect(rows.map(({ device }) => device['sampleFlow'])).toEqual(Array(12).fill(0));
      expect(moved('free_chlorine').at(-1)).toBeLessThan(-0.1);
      expect(movedAtAll).not.toContain('pressure');
      expect(events('maintenance')).toEqual(['begin', 'end']);
      expect(after.device['sampleFlow']).toBeGreaterThan(0.3);
    },
  ],
  calibration: [
    'zz-025-40h',
    'the channels calibrated are marked C and flagged 2, others not, and the events stand beside them',
    ({ rows, struck, station, events, moved }) => {
      expect(rows).toHaveLength(4);
      const calibrated = struck.map(({ key }) => key);
      for (const { marks, flags } of rows) {
        expect(Object.keys(marks).sort()).toEqual([...calibrated].sort());
        for (const { key } of station.channels) expect(flags[key]).toBe(calibrated.includes(key) ? '2' : '1');
      }
      expect(calibrated.some((key) => moved(key).some((by) => by !== 0))).toBe(true);
      expect(events('calibration')).toEqual(['begin', 'end']);
    },
  ],
  'link-outage': [
    'zz-015+90m',
    'what was sampled meanwhile is historical, and came after the outage; no slot is missing',
    ({ rows, end }) => {
      expect(rows).toHaveLength(6);
      for (const { historical, receivedAt } of rows) {
        expect(historical).toBe(true);
        expect(receivedAt).toBeGreaterThanOrEqual(end);
      }
    },
  ],
  duplicate: [
    'zz-042-40h',
    'each reading is one row, and the second of each was counted as a duplicate',
    ({ rows, outcomes, movedAtAll }) => {
      expect(rows).toHaveLength(6);
      expect(movedAtAll).toEqual([]);
      expect(outcomes.readings.duplicate).toBeGreaterThanOrEqual(6);
    },
  ],
  conflict: [
    'zz-038-40h',
    'of two readings of one time the one with the higher number stands, and each pair was counted',
    ({ rows, before, moved, struck: [other], outcomes }) => {
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => (before.seq ?? NaN) + 2 * (place + 1)));
      for (const by of moved(other?.key ?? '')) expect(by / (other?.resolution ?? NaN)).toBeCloseTo(20, 6);
      expect(outcomes.readings.conflicting).toBe(6);
    },
  ],
  'clock-skew': [
    'zz-012-40h',
    'twelve readings stand seven minutes after their slot, with the values of their slot',
    ({ rows, phase, quietAt }) => {
      const late = rows.filter(({ sampledAt }) => (sampledAt - phase) % SLOT === 7 * MINUTE);
      expect(late).toHaveLength(12);
      for (const { sampledAt, values } of late) expect(values).toEqual(quietAt(sampledAt - 7 * MINUTE));
    },
  ],
  reboot: [
    'zz-006-30h',
    'the next boot counts from 1, no slot is missing, and the power was reported lost and back',
    ({ before, rows: [first], after, events }) => {
      expect(first ?? after).toMatchObject({
        boot: (before.boot ?? NaN) + 1,
        seq: 1,
        sampledAt: before.sampledAt + SLOT,
      });
      expect(events('power')).toEqual(['begin', 'end']);
    },
  ],
};

const below = (limit: number): unknown => ({ asymmetricMatch: (value: unknown) => Number(value) < limit });
