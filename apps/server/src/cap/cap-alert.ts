import { HOUR, type Alert, type BilingualName, type EpochMs, type Station } from '@clearwell/water-quality';
import { VERDICT_WORDS } from '../alerts/alert-words.ts';
import { capCodesOf } from './cap-codes.ts';
import { descriptionOf, headlineOf, KIND_WORDS } from './cap-words.ts';

export interface CapTerms {
  /** Names this server in the world, without spaces, commas, `<` or `&`. */
  readonly sender: string;
  /** Address of the page; null: nobody has said it. */
  readonly page: string | null;
  /** False: the stations, or the time, are not real. */
  readonly isActual: boolean;
  /** Those of an alert that are known. */
  readonly stationsOf: (alert: Alert) => readonly Station[];
}

const ZONE = 8 * HOUR;

/** As CAP wants it: with an offset in figures. */
export const capTime = (at: EpochMs): string => `${new Date(at + ZONE).toISOString().slice(0, 19)}+08:00`;

export const capIdentifier = ({ id, revision }: Pick<Alert, 'id' | 'revision'>): string => `${id}.${String(revision)}`;

const CAP = 'urn:oasis:names:tc:emergency:cap:1.2';
const LANGUAGES = [
  ['zh-CN', 'zh'],
  ['en-US', 'en'],
] as const;

/** One alert as a CAP 1.2 message; the fields stand in the order its schema demands. */
export function capAlertOf(alert: Alert, terms: CapTerms): object {
  const isFirst = alert.revision <= 1;
  const isCancelled = isOffTheTable(alert);
  const first = `${terms.sender},${capIdentifier({ id: alert.id, revision: 1 })},${capTime(alert.openedAt)}`;
  return {
    '@xmlns': CAP,
    identifier: capIdentifier(alert),
    sender: terms.sender,
    sent: capTime(alert.lastChange.at),
    status: terms.isActual ? 'Actual' : 'Test',
    msgType: isCancelled ? 'Cancel' : isFirst ? 'Alert' : 'Update',
    source: 'Clearwell',
    scope: 'Restricted',
    restriction: 'Water supplier and health authorities',
    ...(isCancelled && { note: endOf(alert) }),
    ...(isFirst ? {} : { references: first }),
    info: LANGUAGES.map(([code, language]) => infoOf(alert, terms, code, language)),
  };
}

/** People closed it, or late data took it away: who was told of it is told that too. */
export const isOffTheTable = ({ handling, isWithdrawn }: Alert): boolean => handling === 'closed' || isWithdrawn;

/** What it turned out to be; what people wrote is not for everybody. */
function endOf({ isWithdrawn, verdict }: Alert): string {
  if (isWithdrawn) return '补传的数据表明并未发生，已撤回 / Withdrawn: late readings took it back';
  if (verdict === null) return '已关闭 / Closed';
  const { zh, en } = VERDICT_WORDS[verdict.verdict];
  return `已关闭：${zh} / Closed: ${en}`;
}

/** Where an alert is, as a line of text. */
export function placesOf(stations: readonly Station[]): BilingualName {
  const listed = (of: (station: Station) => string, comma: string): string => stations.map(of).join(comma);
  return {
    zh: listed(({ district, name }) => `${district.zh}${name.zh}`, '、'),
    en: listed(({ district, name }) => `${name.en} (${district.en})`, ', '),
  };
}

function infoOf(alert: Alert, terms: CapTerms, code: string, language: keyof BilingualName): object {
  const stations = terms.stationsOf(alert);
  const places = placesOf(stations);
  const { category, responseType, urgency, severity, certainty } = capCodesOf(alert);
  return {
    language: code,
    category,
    event: KIND_WORDS[alert.kind][language],
    responseType,
    urgency,
    severity,
    certainty,
    onset: capTime(alert.start),
    senderName: 'Clearwell',
    headline: headlineOf(alert, places)[language],
    description: descriptionOf(alert, (at) => capTime(at).slice(0, 16).replace('T', ' '))[language],
    ...(terms.page === null ? {} : { web: `${terms.page}/alerts/${alert.id}` }),
    parameter: (['kind', 'level', 'condition', 'handling', 'key'] as const).map((field) => ({
      valueName: `clearwell:${field}`,
      value: alert[field],
    })),
    area: stations.map(({ name, district, position: { lat, lon } }) => ({
      areaDesc: `${district[language]} ${name[language]}`,
      circle: `${String(lat)},${String(lon)} 0`,
    })),
  };
}
