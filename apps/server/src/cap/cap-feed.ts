import type { Alert, EpochMs } from '@clearwell/water-quality';
import Builder from 'fast-xml-builder';
import { capAlertOf, capIdentifier, capTime, placesOf, type CapTerms } from './cap-alert.ts';
import { headlineOf } from './cap-words.ts';

/** Attributes begin with @; what people wrote is escaped. */
const builder = new Builder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: ' ' });

/** XML knows no way to write these, whatever is escaped. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Alerts as an Atom feed, each entry with a CAP 1.2 message in it. */
export function capFeed(alerts: readonly Alert[], terms: CapTerms, now: EpochMs): string {
  const changes = alerts.map(({ lastChange }) => lastChange.at);
  const feed = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: `urn:clearwell:${terms.sender}:alerts`,
      title: '水质预警 · Water quality alerts',
      updated: capTime(changes.length === 0 ? now : Math.max(...changes)),
      author: { name: 'Clearwell' },
      ...(terms.page === null ? {} : { link: { '@rel': 'self', '@href': `${terms.page}/api/alerts.cap` } }),
      entry: alerts.map((alert) => entryOf(alert, terms)),
    },
  };
  return builder.build(written(feed));
}

function entryOf(alert: Alert, terms: CapTerms): object {
  const headline = headlineOf(alert, placesOf(terms.stationsOf(alert)));
  return {
    id: `urn:clearwell:${terms.sender}:${capIdentifier(alert)}`,
    title: `${headline.zh} · ${headline.en}`,
    updated: capTime(alert.lastChange.at),
    published: capTime(alert.openedAt),
    ...(terms.page === null ? {} : { link: { '@rel': 'alternate', '@href': `${terms.page}/alerts/${alert.id}` } }),
    content: { '@type': 'application/cap+xml', alert: capAlertOf(alert, terms) },
  };
}

/** The same with every text such that XML can write it. */
function written(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNWRITABLE, '\ufffd');
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, written(part)]));
}
