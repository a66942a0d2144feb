import { buildAlert, buildStation, NOON } from '@clearwell/testkit';
import { ALERT_CONDITIONS, ALERT_KINDS, stationId, type Alert } from '@clearwell/water-quality';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import type { CapTerms } from './cap-alert.ts';
import { capCodesOf } from './cap-codes.ts';
import { capFeed } from './cap-feed.ts';

const station = buildStation({ name: { zh: '中山路', en: 'Zhongshan <Road> & Co' } });
const TERMS: CapTerms = {
  sender: 'water.example',
  page: 'https://water.example',
  isActual: true,
  stationsOf: ({ stations }) => stations.map((id) => ({ ...station, id })),
};

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => name === 'entry' });

interface Parsed {
  readonly feed: {
    readonly entry?: readonly {
      readonly title: string;
      readonly content: { readonly alert: Record<string, unknown> };
    }[];
  };
}

/** By a strict parser, which throws at the first fault. */
function expectWellFormed(xml: string): void {
  new SaxesParser({ xmlns: true }).write(xml).close();
}

function parse(xml: string): Parsed {
  expectWellFormed(xml);
  return parser.parse(xml) as Parsed;
}

const messageOf = (alert: Alert): Record<string, unknown> => {
  const [entry] = parse(capFeed([alert], TERMS, NOON)).feed.entry ?? [];
  return entry?.content.alert ?? {};
};

/** As its schema has them in sequence. */
const ALERT_FIELDS = [
  ...['identifier', 'sender', 'sent', 'status', 'msgType', 'source', 'scope', 'restriction', 'addresses', 'code'],
  ...['note', 'references', 'incidents', 'info'],
];
const INFO_FIELDS = [
  ...['language', 'category', 'event', 'responseType', 'urgency', 'severity', 'certainty', 'audience', 'eventCode'],
  ...['effective', 'onset', 'expires', 'senderName', 'headline', 'description', 'instruction', 'web', 'contact'],
  ...['parameter', 'resource', 'area'],
];
const inOrder = (message: object, fields: readonly string[]): boolean => {
  const places = Object.keys(message)
    .filter((field) => !field.startsWith('@'))
    .map((field) => fields.indexOf(field));
  return places.every((place, i) => place >= 0 && place >= (places[i - 1] ?? 0));
};

describe('the CAP feed', () => {
  it('tells an alert in both languages, with its codes, its place and its limit', () => {
    const message = messageOf(buildAlert());
    expect(message).toMatchObject({
      identifier: 'WQ-20260501-001.1',
      sender: 'water.example',
      sent: '2026-05-01T12:00:00+08:00',
      status: 'Actual',
      msgType: 'Alert',
      scope: 'Restricted',
      info: [
        {
          language: 'zh-CN',
          event: '水质指标超限',
          urgency: 'Immediate',
          severity: 'Severe',
          certainty: 'Observed',
          web: 'https://water.example/alerts/WQ-20260501-001',
        },
        { language: 'en-US', headline: expect.stringContaining('Zhongshan <Road> & Co') },
      ],
    });
    expect(JSON.stringify(message)).toMatch(/最差值 2.4 NTU.*above the 1 NTU of GB 5749-2022/);
  });

  it('follows the order of the schema', () => {
    for (const revision of [1, 4]) {
      const message = messageOf(buildAlert({ revision }));
      expect(inOrder(message, ALERT_FIELDS)).toBe(true);
      for (const info of message['info'] as object[]) expect(inOrder(info, INFO_FIELDS)).toBe(true);
    }
  });

  it('is an update of its first message once something has happened to it', () => {
    expect(messageOf(buildAlert({ revision: 3 }))).toMatchObject({
      identifier: 'WQ-20260501-001.3',
      msgType: 'Update',
      references: 'water.example,WQ-20260501-001.1,2026-05-01T12:00:00+08:00',
    });
  });

  it.each([
    ['closed', { handling: 'closed', closedAt: NOON }, 'Closed'],
    [
      'judged, without what somebody wrote of it',
      {
        handling: 'closed',
        verdict: { verdict: 'sensor_fault', cause: '光窗脏污', by: 'li', at: NOON, wasLasting: false },
      },
      '已关闭：仪表故障 / Closed: sensor fault',
    ],
    ['withdrawn', { isWithdrawn: true, sources: [] }, 'Withdrawn'],
  ] satisfies [string, Partial<Alert>, string][])('cancels what was %s', (_, of, note) => {
    const message = messageOf(buildAlert({ ...of, revision: 3 }));
    expect(message).toMatchObject({ msgType: 'Cancel', note: expect.stringContaining(note) as string });
    expect(message['references']).toContain('WQ-20260501-001.1');
    expect(inOrder(message, ALERT_FIELDS)).toBe(true);
    expect(JSON.stringify(message)).not.toContain('光窗脏污');
  });

  it('says of what is over that it is past, and of a silent station that nobody knows', () => {
    expect(capCodesOf(buildAlert({ condition: 'cleared' }))).toMatchObject({ urgency: 'Past', certainty: 'Observed' });
    expect(capCodesOf(buildAlert({ condition: 'unverified' }))).toMatchObject({
      urgency: 'Unknown',
      certainty: 'Unknown',
    });
  });

  it('says of stations that are not real that it is a test', () => {
    expect(capFeed([buildAlert()], { ...TERMS, isActual: false }, NOON)).toContain('<status>Test</status>');
  });

  it('is a feed when there is nothing to tell', () => {
    expect(parse(capFeed([], TERMS, NOON)).feed.entry).toBeUndefined();
  });

  it('gives back what looks like markup as it was written', () => {
    const text = ']]> &amp; <b>"Road"</b> & \'Co\'';
    const stationsOf = () => [{ ...station, name: { zh: text, en: text } }];
    const [entry] = parse(capFeed([buildAlert()], { ...TERMS, stationsOf }, NOON)).feed.entry ?? [];
    expect(entry?.title).toContain(`${text} (Test district)`.slice(0, text.length));
  });

  it('is well-formed, whatever is written in names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 40 });
    const kinds = fc.constantFrom(...ALERT_KINDS);
    fc.assert(
      fc.property(name, kinds, fc.constantFrom(...ALERT_CONDITIONS), (text, kind, condition) => {
        const stationsOf = () => [{ ...station, id: stationId('zz-001'), name: { zh: text, en: text } }];
        const xml = capFeed([buildAlert({ kind, condition })], { ...TERMS, stationsOf }, NOON);
        expectWellFormed(xml);
      }),
      { numRuns: 40 },
    );
  });
});
