import type { AlertSummary, StationState } from '@clearwell/contracts';
import { buildAlert } from '@clearwell/testkit';
import { alertId, stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { summaryOf } from './alert-summary.ts';
import { ClientFeed, DeltaPacer, type Delta } from './delta-feed.ts';
import { PACE_MS } from './pace.ts';

/** `latest.sampledAt` tells versions of a state apart. */
const state = (id: number, version: number): StationState => ({
  station: stationId(`zz-${String(id)}`),
  status: 'normal',
  freshness: 'fresh',
  unverified: false,
  latest: { sampledAt: version, receivedAt: version, values: {}, flags: {} },
  findings: [],
  link: true,
});

const alert = (id: number, revision: number): AlertSummary =>
  summaryOf(buildAlert({ id: alertId(`WQ-20260501-00${String(id)}`), revision }));

describe('DeltaPacer', () => {
  it('tells alerts in the same sequence, each at the pace, and says none where none has changed', () => {
    const pacer = new DeltaPacer();
    pacer.change([], [alert(1, 1)]);
    expect(pacer.take(0, 0)).toEqual({ since: 0, n: 1, at: 0, stations: [], alerts: [alert(1, 1)] });
    pacer.change([state(1, 1)], [alert(1, 2)]);
    expect(pacer.take(10, 0)).toEqual({ since: 1, n: 2, at: 0, stations: [state(1, 1)] });
    pacer.change([], [alert(1, 3), alert(2, 1)]);
    expect(pacer.take(20, 0)).toMatchObject({ alerts: [alert(2, 1)] });
    expect(pacer.nextAt()).toBe(PACE_MS);
    expect(pacer.take(PACE_MS, 0)).toMatchObject({ since: 3, n: 4, alerts: [alert(1, 3)] });
    expect([pacer.take(2 * PACE_MS, 0), pacer.nextAt()]).toEqual([null, null]);
  });

  it('tells the first change of a station at once and later ones at the pace, the newest only', () => {
    const pacer = new DeltaPacer();
    pacer.change([state(1, 1)]);
    expect(pacer.take(0, 0)).toMatchObject({ since: 0, n: 1, stations: [state(1, 1)] });
    pacer.change([state(1, 2)]);
    expect(pacer.take(10, 0)).toBeNull();
    pacer.change([state(1, 3), state(2, 1)]);
    expect(pacer.take(20, 0)).toMatchObject({ since: 1, n: 2, stations: [state(2, 1)] });
    expect(pacer.nextAt()).toBe(PACE_MS);
    expect(pacer.take(PACE_MS, 0)).toMatchObject({ since: 2, n: 3, stations: [state(1, 3)] });
    expect(pacer.nextAt()).toBeNull();
  });

  it('tells nothing that waited when all was told otherwise, and goes on with the next number', () => {
    const pacer = new DeltaPacer();
    pacer.change([state(1, 1)]);
    pacer.take(0, 0);
    pacer.change([state(1, 2)]);
    pacer.forget();
    expect(pacer.take(PACE_MS, 0)).toBeNull();
    pacer.change([state(2, 1)]);
    expect(pacer.take(PACE_MS, 0)).toMatchObject({ since: 1, n: 2, stations: [state(2, 1)] });
  });
});

describe('ClientFeed', () => {
  it('gives a busy browser the newest of each station in one delta that says since when', () => {
    const sent: Delta[] = [];
    let busy = true;
    const feed = new ClientFeed({ isBusy: () => busy, send: (delta) => sent.push(delta) });
    feed.tell({ since: 4, n: 5, at: 50, stations: [state(1, 1)] });
    feed.tell({ since: 5, n: 6, at: 60, stations: [state(1, 2), state(2, 1)] });
    expect(sent).toEqual([]);
    busy = false;
    feed.drain();
    expect(sent).toEqual([{ since: 4, n: 6, at: 60, stations: [state(1, 2), state(2, 1)] }]);
  });

  it('brings every browser to the newest of stations and alerts, however it and the time between changes go', () => {
    const step = fc.record({
      id: fc.integer({ min: 1, max: 4 }),
      wait: fc.integer({ min: 0, max: 400 }),
      busy: fc.boolean(),
      isAlert: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pacer = new DeltaPacer();
        const truth = new Map<string, StationState | AlertSummary>();
        const held = new Map<string, StationState | AlertSummary>();
        let n = 0;
        let busy = false;
        const feed = new ClientFeed({
          isBusy: () => busy,
          send: (delta) => {
            expect(delta.since).toBe(n);
            n = delta.n;
            for (const told of delta.stations) held.set(told.station, told);
            for (const told of delta.alerts ?? []) held.set(told.id, told);
          },
        });
        let now = 0;
        const pump = () => {
          const delta = pacer.take(now, now);
          if (delta !== null) feed.tell(delta);
        };
        steps.forEach(({ id, wait, busy: next, isAlert }, version) => {
          now += wait;
          busy = next;
          const changed = isAlert ? alert(id, version) : state(id, version);
          truth.set('id' in changed ? changed.id : changed.station, changed);
          if ('id' in changed) pacer.change([], [changed]);
          else pacer.change([changed]);
          pump();
        });
        busy = false;
        now += PACE_MS;
        pump();
        feed.drain();
        expect(held).toEqual(truth);
      }),
    );
  });
});
