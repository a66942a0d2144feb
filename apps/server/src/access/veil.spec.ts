import type { EvidenceBundle } from '@clearwell/alerts';
import { alertSummarySchema } from '@clearwell/contracts';
import { alertDetailSchema } from '@clearwell/contracts/alerts';
import { summaryOf } from '@clearwell/live';
import { ALERT, buildAlert, buildTimelineEntry, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, stationId, type Measurement, type Mute, type WorkWindow } from '@clearwell/water-quality';
import { detailOf } from '../alerts/alert-detail.ts';
import { Veil } from './veil.ts';

const veil = new Veil((name) => (({ 'wang.li': 'inspector', zhao: 'supervisor' }) as const)[name]);
const { veiled } = veil;

/** No word of it may be seen. */
const SECRETS = ['wang.li', 'zhao', 'gone', 'Valve'];
const hasSecrets = (answer: unknown): boolean => SECRETS.some((secret) => JSON.stringify(answer).includes(secret));

const alert = buildAlert({
  ...{ handling: 'closed', assignee: 'wang.li', lastChange: { what: 'closed', by: 'zhao', at: NOON } },
  acknowledgement: { by: 'gone', at: NOON, expiresAt: NOON + HOUR },
  verdict: { verdict: 'real_event', cause: 'Valve left open', by: 'zhao', at: NOON, wasLasting: false },
});
const timeline = [
  buildTimelineEntry(),
  buildTimelineEntry({ place: 1, what: 'assigned', by: 'zhao', to: 'wang.li' }),
  buildTimelineEntry({ place: 2, what: 'commented', by: 'wang.li', text: 'Valve 3 is stuck' }),
];
const measurement: Measurement = {
  ...{ key: 'one', station: stationId('zz-001'), channel: channelKey('ph'), value: 7, unit: '[pH]' },
  ...{ method: 'portable', takenAt: NOON, note: 'Valve side', by: 'wang.li', enteredAt: NOON, online: null },
};
const window: WorkWindow = {
  ...{ id: 'w', station: stationId('zz-001'), channels: null, work: 'calibration', from: NOON, until: NOON + HOUR },
  ...{ endedAt: null, by: 'zhao', reason: 'Valve' },
};
const mute: Mute = {
  ...{ id: 'm', scope: { of: 'alert', alert: ALERT }, from: NOON, until: NOON + HOUR, endedAt: null },
  ...{ by: 'zhao', reason: 'Valve' },
};

describe('Veil', () => {
  it('shows whoever is signed in everything, and nobody else', () => {
    expect(veil.viewOf({ kind: 'person' }).alert(alert)).toBe(alert);
    for (const kind of ['anonymous', 'service', 'local'] as const) expect(veil.viewOf({ kind }).isVeiled).toBe(true);
  });

  it('tells roles in place of names, and nothing that somebody wrote', () => {
    const file = {
      alert: veiled.alert(alert),
      timeline: timeline.map(veiled.entry),
      measurements: [veiled.measurement(measurement)],
      deliveries: [],
      members: [],
      reasons: [],
    };
    const detail = alertDetailSchema.parse(detailOf(file, []));
    expect(detail).toMatchObject({
      assignee: 'role:inspector',
      acknowledgement: { by: 'role:someone' },
      judgement: { verdict: 'real_event', cause: '', by: 'role:supervisor' },
      lastChange: { what: 'closed', by: 'role:supervisor' },
      timeline: [{ by: null }, { by: 'role:supervisor', to: 'role:inspector' }, { by: 'role:inspector' }],
      measurements: [{ value: 7, by: 'role:inspector', note: '' }],
    });
    const summary = alertSummarySchema.parse(veiled.summary(summaryOf(alert)));
    const all = [detail, summary, veiled.quiet(window), veiled.quiet(mute)];
    expect(all.map(hasSecrets)).toEqual([false, false, false, false]);
  });

  it('leaves in evidence all but that', () => {
    const bundle = {
      ...{ alert: ALERT, state: alert, timeline, measurements: [measurement], verdict: alert.verdict },
      reasons: [{ zh: '浊度升高', en: 'Turbidity rose' }],
    } as unknown as EvidenceBundle;
    const shown = veiled.bundle(bundle);
    expect(shown.reasons).toEqual(bundle.reasons);
    expect([hasSecrets(bundle), hasSecrets(shown)]).toEqual([true, false]);
  });

  it('names programs, and leaves what stations say of their work', () => {
    expect(veiled.quiet({ ...mute, by: 'service' }).by).toBe('service');
    const said = { ...window, by: null, reason: 'calibration' };
    expect(veiled.quiet(said)).toEqual(said);
  });
});
