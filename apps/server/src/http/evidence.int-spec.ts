import { canonicalJson, type EvidenceBundle, type Seal } from '@clearwell/alerts';
import {
  ALERT,
  buildAlert,
  buildNotice,
  buildQualified,
  buildReading,
  buildRegistration,
  buildStation,
  buildTimelineEntry,
  buildValues,
  ledgerWith,
  NOON,
} from '@clearwell/testkit';
import type { Principal } from '@clearwell/people';
import { channelKey, HOUR, MINUTE, stationId } from '@clearwell/water-quality';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createHash } from 'node:crypto';
import { AccessGuard } from '../access/access-guard.ts';
import type { Identity } from '../access/identity.ts';
import { Veil } from '../access/veil.ts';
import { EvidenceKeeper } from '../alerts/evidence-keeper.ts';
import type { House } from '../house.ts';
import { EvidenceController } from './evidence.controller.ts';

const station = buildStation({ name: { zh: '<中山路>', en: 'Zhongshan "Road"' } });
const other = buildStation({ id: stationId('zz-002') });

const SOMEBODY = { kind: 'person', person: { role: 'viewer' } } as Principal;
const NOBODY: Principal = { kind: 'anonymous', viewing: true };

describe('Evidence over HTTP', () => {
  let app: NestFastifyApplication;
  let asker: Principal = SOMEBODY;
  const get = (path: string) =>
    app.inject({ method: 'GET', url: `/api/alerts/${path}`, headers: { 'accept-encoding': 'identity' } });

  beforeAll(async () => {
    const readings = Array.from({ length: 160 }, (_, i) => {
      const sampledAt = NOON + (i - 144) * 10 * MINUTE;
      const turbidity = i < 144 ? 0.2 + (i % 7) * 0.01 : 2 + (i % 3);
      return buildQualified(
        buildReading({
          sampledAt,
          values: buildValues({ free_chlorine: 0.5, turbidity, ph: i % 50 === 9 ? null : 7.4 }),
        }),
        { fail: 3.5 },
      );
    });
    const { ledger } = await ledgerWith(station, readings);
    ledger.commit(() => {
      ledger.stations.add(buildRegistration({ station: other }));
      const timeline = [
        buildTimelineEntry(),
        buildTimelineEntry({ place: 1, what: 'commented', by: 'li', text: '<script>alert(1)</script>' }),
      ];
      ledger.alerts.keep({
        alerts: [{ alert: buildAlert(), before: null, timeline }],
        ...{ windows: [], mutes: [], answers: [] },
      });
      ledger.alerts.keepMeasurement(ALERT, {
        ...{ key: 'one', station: station.id, channel: channelKey('turbidity'), value: 2.25, unit: '[NTU]' },
        ...{ method: 'portable', takenAt: NOON, note: '', by: 'li', enteredAt: NOON, online: null },
      });
      ledger.outbox.add([buildNotice({ heldBackBecause: 'window', notifies: false })]);
    });
    const keeper = new EvidenceKeeper({
      ledger,
      register: { at: (id) => buildRegistration({ station: id === station.id ? station : other }) },
      networks: { linksAt: () => [{ from: other.id, to: station.id, travelMinutes: 30 }] },
      standards: ['GB 5749-2022', 'operational'],
      reasonsFor: () => [{ zh: '浊度升高', en: 'Turbidity rose' }],
      alerts: () => [buildAlert({ handling: 'closed', closedAt: NOON + HOUR })],
      now: () => NOON + 2 * HOUR,
      warn: () => undefined,
    });
    while (keeper.sealDue() > 0);
    const module = await Test.createTestingModule({
      controllers: [EvidenceController],
      providers: [
        { provide: EvidenceKeeper, useValue: keeper },
        { provide: Veil, useValue: new Veil((name) => (name === 'li' ? 'inspector' : undefined)) },
      ],
    }).compile();
    const adapter = new FastifyAdapter();
    const identity = { identify: () => ({ principal: asker, token: null }) } as unknown as Identity;
    new AccessGuard({} as House, identity, Date.now).watch(adapter.getInstance());
    app = module.createNestApplication<NestFastifyApplication>(adapter);
    app.useGlobalPipes(new StandardSchemaValidationPipe());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterAll(() => app.close());

  it('gives all that was sealed of an alert as a file, which anybody can hold against its seals', async () => {
    const { statusCode, headers, payload } = await get(`${ALERT}/evidence`);
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${ALERT}-evidence.json"`,
    });
    const { sealed } = JSON.parse(payload) as { readonly sealed: readonly { seal: Seal; bundle: EvidenceBundle }[] };
    expect(sealed.map(({ seal }) => seal.occasion)).toEqual(['raised', 'closed']);
    for (const { seal, bundle } of sealed) {
      const { number, previous } = seal;
      const text = canonicalJson({ bundle, number, previous });
      expect(createHash('sha256').update(text).digest('hex')).toBe(seal.hash);
    }
  });

  it('gives the newest as a page that stands alone, in Chinese first, with a chart of each channel and the limits', async () => {
    const { statusCode, headers, payload } = await get(`${ALERT}/evidence.html`);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(payload).toContain('<html lang="zh-CN">');
    expect(payload.match(/<svg /g)).toHaveLength(3);
    expect(payload).toContain('class="during"');
    expect(payload).toContain('class="flagged"');
    expect(payload).toContain('GB 5749-2022 表1');
    expect(payload).toContain('浊度升高');
    expect(payload).toContain('作业时段');
    expect(payload).toContain('2.25 NTU');
    expect(payload).not.toMatch(/src=|href=|undefined|NaN/);
  });

  it('shows what stations and people wrote as text, and lets nothing run', async () => {
    const { headers, payload } = await get(`${ALERT}/evidence.html`);
    expect(payload).toContain('&lt;中山路&gt;');
    expect(payload).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('leaves names and comments out for whoever is not signed in, and says so', async () => {
    asker = NOBODY;
    const [file, page] = [await get(`${ALERT}/evidence`), await get(`${ALERT}/evidence.html`)];
    asker = SOMEBODY;
    const { veiled, sealed } = JSON.parse(file.payload) as {
      readonly veiled: boolean;
      readonly sealed: readonly { bundle: EvidenceBundle }[];
    };
    expect(veiled).toBe(true);
    expect(sealed[0]?.bundle.timeline[1]).toMatchObject({ by: 'role:inspector', what: 'commented' });
    expect(sealed[0]?.bundle.timeline[1]).not.toHaveProperty('text');
    expect(page.payload).toContain('一名值班员');
    expect(page.payload).toContain('未登录');
    for (const { payload } of [file, page]) expect(payload).not.toMatch(/"li"|>li<|alert\(1\)/);
    expect((await get(`${ALERT}/evidence.html`)).payload).toContain('>li<');
  });

  it('knows nothing of an alert of which nothing was sealed, and refuses what is no name of one', async () => {
    for (const path of ['WQ-20260501-009/evidence', 'WQ-20260501-009/evidence.html'])
      expect((await get(path)).statusCode).toBe(404);
    expect((await get('nonsense/evidence')).statusCode).toBe(400);
  });
});
