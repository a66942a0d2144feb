import { incidentKey, sourceKey } from '@clearwell/alerts';
import type { Incident } from '@clearwell/detect';
import type { Alert } from '@clearwell/water-quality';

/** Whether people hold it for real: closed as that, and not opened again since. */
export const isHeldReal = ({ verdict }: Pick<Alert, 'verdict'>): boolean =>
  verdict !== null && (verdict.verdict === 'real_exceedance' || verdict.verdict === 'real_event');

/** Whether an alert is about an incident: it holds it, or the event it was said of. */
export function isAbout({ sources }: Pick<Alert, 'sources'>): (incident: Incident) => boolean {
  const keys = new Set(sources.map(({ key }) => key));
  return ({ id, kind, said }) => {
    if (kind !== 'event') return keys.has(incidentKey(id));
    const [event] = said.events;
    return (
      event !== undefined &&
      keys.has(sourceKey(event.station, { kind, channel: null, rule: 'event', start: event.start }))
    );
  };
}
