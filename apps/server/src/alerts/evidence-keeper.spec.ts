import { sealEvidence } from '@clearwell/alerts';
import {
  ALERT,
  buildAlert,
  buildNotice,
  buildQualified,
  buildReading,
  buildRegistration,
  buildSource,
  buildStation,
  buildTimelineEntry,
  buildValues,
  ledgerWith,
  NOON,
} from '@clearwell/testkit';
import {
  alertId,
  channelKey,
  DAY,
  HOUR,
  MINUTE,
  stationId,
  type Alert,
  type AlertId,
  type Link,
  type Measurement,
} from '@clearwell/water-quality';
import { DatabaseSync } from 'node:sqlite';
import { EvidenceKeeper, sha256 } from './evidence-keeper.ts';

const station = buildStation();
const upstream = buildStation({ id: stationId('zz-002') });
const silent = buildStation({ id: stationId('zz-003') });
const farther = buildStation({ id: stationId('zz-004') });
const LINKS: readonly Link[] = [
  { from: upstream.id, to: station.id, travelMinutes: 30 },
  { from: station.id, to: silent.id, travelMinutes: 20 },
  { from: silent.id, to: farther.id, travelMinutes: 20 },
];
const readingAt = (minutes: number, of: Parameters<typeof buildReading>[0] = {}) =>
  buildQualified(buildReading({ sampledAt: NOON + minutes * MINUTE, ...of }));

const NOTHING_ELSE = { windows: [], mutes: [], answers: [] };
const MEASURED: Measurement = {
  ...{ key: 'one', station: station.id, channel: channelKey('turbidity'), value: 2.2, unit: '[NTU]' },
  ...{ method: 'portable', takenAt: NOON, note: '', by: 'li', enteredAt: NOON, online: null },
};

/** A keeper on a real ledger with two days of readings; alerts and time are set by hand. */
async function stage() {
  const span = Array.from({ length: 2 * 144 }, (_, i) => (i - 144) * 10);
  const readings = span.map((minutes) =>
    readingAt(minutes, {
      values: buildValues({ free_chlorine: 0.5, turbidity: minutes < 0 ? 0.2 : 2.4, ph: null }),
      marks: minutes === 30 ? { [station.channels[0]!.key]: 'C' } : {},
      device: { power: 'battery', signal: -71, sampleFlow: 1.2 },
    }),
  );
  const { ledger, file } = await ledgerWith(station, readings);
  ledger.commit(() => {
    for (const other of [upstream, silent, farther]) ledger.stations.add(buildRegistration({ station: other }));
    ledger.readings.place(readingAt(10, { station: upstream.id }), (one) => buildQualified(one));
    const timeline = [buildTimelineEntry()];
    ledger.alerts.keep({ alerts: [{ alert: buildAlert(), before: null, timeline }], ...NOTHING_ELSE });
    ledger.alerts.keepMeasurement(ALERT, MEASURED);
    for (const [state, minutes] of [
      ['begin', -200],
      ['end', -180],
    ] as const)
      ledger.door.keepEvent(station.id, { at: NOON + minutes * MINUTE, kind: 'calibration', state }, NOON);
  });
  const warnings: string[] = [];
  const alerts: Alert[] = [];
  let now = NOON + HOUR;
  const keeper = () =>
    new EvidenceKeeper({
      ledger,
      register: {
        at: (id) => buildRegistration({ station: [station, upstream, silent].find((one) => one.id === id)! }),
      },
      networks: { linksAt: () => LINKS },
      standards: ['GB 5749-2022', 'operational'],
      reasonsFor: () => [{ zh: '理由', en: 'Reason' }],
      alerts: () => alerts,
      now: () => now,
      warn: (what) => warnings.push(what),
    });
  const seals = () => ledger.evidence.ofAlert(ALERT).map(({ occasion, sealedAt }) => [occasion, sealedAt]);
  return { ledger, file, alerts, keeper, seals, warnings, at: (moment: number) => (now = moment) };
}

const over = buildAlert({
  condition: 'cleared',
  end: NOON + 3 * HOUR,
  sources: [buildSource({ end: NOON + 3 * HOUR, clearedAt: NOON + 3 * HOUR })],
});

describe('EvidenceKeeper', () => {
  it('gathers what speaks for and against an alert', async () => {
    const { keeper, alerts, ledger } = await stage();
    ledger.commit(() => ledger.outbox.add([buildNotice({ notifies: false, heldBackBecause: 'window' })]));
    alerts.push(buildAlert());
    const one = keeper();
    expect(one.sealDue()).toBe(1);
    const [{ bundle } = {} as never] = one.of(ALERT);
    const { windows, baselines, limits, neighbours, devices, events, deliveries } = bundle;
    expect(windows.map(({ station: id, rows }) => [id, rows.length])).toEqual([
      [station.id, 24 * 6 + 6 + 1],
      [upstream.id, 1],
      [silent.id, 0],
    ]);
    expect(windows[0]).toMatchObject({ from: NOON - DAY, until: NOON + HOUR });
    expect(windows[0]?.rows.at(-4)).toMatchObject({
      sampledAt: NOON + 30 * MINUTE,
      values: { turbidity: 2.4, ph: null },
      quality: { turbidity: { flag: 1 }, ph: { flag: 9, test: 'missing' } },
      marks: { free_chlorine: 'C' },
    });
    expect(baselines).toContainEqual({ station: station.id, channel: 'turbidity', low: 0.2, usual: 0.2, high: 0.2 });
    expect(limits).toContainEqual(
      expect.objectContaining({
        id: 'gb2022.turbidity',
        clause: '表1',
        value: 1,
        unit: '[NTU]',
        stations: [station.id],
      }),
    );
    expect(neighbours).toEqual([
      { station: upstream.id, direction: 'upstream', travelMinutes: 30, agrees: false },
      { station: silent.id, direction: 'downstream', travelMinutes: 20, agrees: null },
    ]);
    expect(devices).toMatchObject([
      { isPowered: false, signal: -71, sampleFlow: 1.2, calibratedAt: NOON - 180 * MINUTE },
    ]);
    expect(events).toHaveLength(2);
    expect(deliveries).toMatchObject([{ outcome: 'held_back', why: 'window' }]);
    expect(bundle).toMatchObject({
      ...{ alert: ALERT, occasion: 'raised', state: alerts[0], reasons: [{ zh: '理由', en: 'Reason' }] },
      timeline: [{ what: 'raised' }],
      measurements: [MEASURED],
    });
  });

  it('finds a neighbour that agrees by what stands of it', async () => {
    const { keeper, alerts, ledger } = await stage();
    ledger.commit(() =>
      ledger.episodes.keep(
        {
          ...{ station: upstream.id, kind: 'event', channel: null, rule: 'event', level: 'amber', start: NOON },
          ...{ raisedAt: NOON, detectedAt: NOON, end: null, worst: 3, count: 2 },
        },
        NOON,
      ),
    );
    alerts.push(buildAlert());
    const one = keeper();
    one.sealDue();
    expect(one.of(ALERT)[0]?.bundle.neighbours).toMatchObject([{ agrees: true }, { agrees: null }]);
  });

  it('seals when an alert is raised, two hours after its end and when it is closed, once each, also over a restart', async () => {
    const { keeper, alerts, seals, at } = await stage();
    alerts.push(buildAlert());
    const one = keeper();
    expect([one.sealDue(), one.sealDue(), keeper().sealDue()]).toEqual([1, 0, 0]);
    alerts[0] = over;
    expect([at(NOON + 5 * HOUR - 1), keeper().sealDue()][1]).toBe(0);
    expect([at(NOON + 5 * HOUR), keeper().sealDue()][1]).toBe(1);
    alerts[0] = { ...over, handling: 'closed', closedAt: NOON + 6 * HOUR };
    at(NOON + 6 * HOUR);
    const last = keeper();
    expect([last.sealDue(), last.sealDue()]).toEqual([1, 0]);
    expect(seals()).toEqual([
      ['raised', NOON + HOUR],
      ['ended', NOON + 5 * HOUR],
      ['closed', NOON + 6 * HOUR],
    ]);
  });

  it('seals over the seal before, of whatever alert, and keeps what it sealed to the letter', async () => {
    const { keeper, alerts, ledger } = await stage();
    const [other, third] = ['WQ-20260501-002', 'WQ-20260501-003'].map(alertId) as [AlertId, AlertId];
    alerts.push(buildAlert(), buildAlert({ id: other }), buildAlert({ id: third }));
    const one = keeper();
    let count = 0;
    for (let sealed = one.sealDue(); sealed > 0; sealed = one.sealDue()) count += sealed;
    expect(count).toBe(3);
    const [first, second] = [one.of(third)[0]!, one.of(other)[0]!];
    expect([first.seal.previous, second.seal.previous]).toEqual([null, first.seal.hash]);
    expect(sealEvidence(second.bundle, first.seal, sha256)).toEqual(second.seal);
    expect(ledger.evidence.newest()?.number).toBe(3);
  });

  it('holds up no other alert by one whose evidence can not be gathered, and says so once', async () => {
    const { keeper, alerts, seals, warnings } = await stage();
    alerts.push(buildAlert({ id: alertId('WQ-20260501-009'), stations: [stationId('zz-999')] }), buildAlert());
    const one = keeper();
    for (let i = 0; i < 3; i += 1) one.sealDue();
    expect(seals()).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it('knows why an alert was held for what it is after a restart, and says where that can not be read', async () => {
    const { keeper, alerts, file, warnings } = await stage();
    alerts.push(buildAlert());
    keeper().sealDue();
    expect(keeper().reasonsOf(ALERT)).toEqual([{ zh: '理由', en: 'Reason' }]);
    expect(keeper().reasonsOf(alertId('WQ-20260501-002'))).toEqual([]);
    const database = new DatabaseSync(file);
    database.exec("drop trigger evidence_is_not_changed; update evidence set bundle = x'00'");
    database.close();
    expect(keeper().reasonsOf(ALERT)).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/^The evidence of WQ-.* can't be read/)]);
  });

  it('keeps rows that nobody changes or takes away', async () => {
    const { keeper, alerts, file } = await stage();
    alerts.push(buildAlert());
    keeper().sealDue();
    const database = new DatabaseSync(file);
    for (const table of ['evidence', 'seal'])
      for (const sql of [
        `update ${table} set number = 9`,
        `delete from ${table}`,
        `insert or replace into ${table} select * from ${table}`,
      ])
        expect(() => database.exec(sql)).toThrow(`${table} is only added to`);
    database.close();
  });
});
