import type { EvidenceBundle } from '@clearwell/alerts';
import type { AlertSummary } from '@clearwell/contracts';
import { veiledName, type Role } from '@clearwell/contracts/people';
import type { Principal } from '@clearwell/people';
import type { Alert, GivenVerdict, Measurement, Mute, TimelineEntry, WorkWindow } from '@clearwell/water-quality';

/** What whoever asks is let see of the people behind alerts. All that leaves the server of alerts goes through one of these. */
export interface View {
  /** Names and comments are left out. */
  readonly isVeiled: boolean;
  readonly alert: (alert: Alert) => Alert;
  readonly summary: (alert: AlertSummary) => AlertSummary;
  readonly entry: (entry: TimelineEntry) => TimelineEntry;
  readonly measurement: (measurement: Measurement) => Measurement;
  /** Of a window or a mute. */
  readonly quiet: <T extends Pick<WorkWindow | Mute, 'by' | 'reason'>>(one: T) => T;
  readonly bundle: (bundle: EvidenceBundle) => EvidenceBundle;
}

const same = <T>(one: T): T => one;

/** Of whoever is signed in. */
const PLAIN: View = {
  isVeiled: false,
  ...{ alert: same, summary: same, entry: same, measurement: same, quiet: same, bundle: same },
};

/** Programs act under these names: they are nobody's. */
const PROGRAMS: readonly string[] = ['service', 'local', 'clearwell'];

/** Only whoever is signed in sees who acted and what they wrote; others see in what role they acted. */
export class Veil {
  readonly #roleOf: (name: string) => Role | undefined;
  /** Of whoever is not signed in. */
  readonly veiled: View;

  /** @param roleOf the role of somebody by the name they sign in with */
  constructor(roleOf: (name: string) => Role | undefined) {
    this.#roleOf = roleOf;
    this.veiled = this.#veil();
  }

  viewOf({ kind }: Pick<Principal, 'kind'>): View {
    return kind === 'person' ? PLAIN : this.veiled;
  }

  #name<N extends string | null>(name: N): string | N {
    if (name === null) return name;
    const role = this.#roleOf(name);
    return role === undefined && PROGRAMS.includes(name) ? name : veiledName(role ?? 'someone');
  }

  #veil(): View {
    const hide = <T extends { readonly by: string | null }>(one: T): T => ({ ...one, by: this.#name(one.by) });
    const verdict = (given: GivenVerdict | null) => given && { ...hide(given), cause: '' };
    const handled = <T extends Pick<Alert, 'assignee' | 'lastChange'>>(alert: T): T => ({
      ...alert,
      assignee: this.#name(alert.assignee),
      lastChange: hide(alert.lastChange),
    });
    const alert = (one: Alert): Alert => ({
      ...handled(one),
      acknowledgement: one.acknowledgement && hide(one.acknowledgement),
      verdict: verdict(one.verdict),
    });
    const entry = (one: TimelineEntry): TimelineEntry => {
      const shown: { -readonly [K in keyof TimelineEntry]: TimelineEntry[K] } = hide(one);
      delete shown.text;
      if (shown.to !== undefined) shown.to = this.#name(shown.to);
      return shown;
    };
    const measurement = (one: Measurement): Measurement => ({ ...hide(one), note: '' });
    const bundle = (one: EvidenceBundle): EvidenceBundle => ({
      ...one,
      state: alert(one.state),
      timeline: one.timeline.map(entry),
      measurements: one.measurements.map(measurement),
      verdict: verdict(one.verdict),
    });
    // What a station says of its own work was written by nobody.
    const quiet: View['quiet'] = (one) => (one.by === null ? one : { ...hide(one), reason: '' });
    return { isVeiled: true, alert, summary: handled, entry, measurement, quiet, bundle };
  }
}
