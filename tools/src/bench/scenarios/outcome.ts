import type { Incident } from '@clearwell/detect';
import { MINUTE, type ChannelKey, type EpochMs, type FaultCode, type StationId } from '@clearwell/water-quality';
import type { Continued } from './go-on.ts';
import type { Injection, Touch } from './injection.ts';
import type { Waking } from '../../backtest/city/wakings.ts';
import type { BareIncidents, BareWakings, Said, SaidFault } from './said.ts';

/** What may be said of a scenario, the most alarming first. */
export const ANSWERS = [
  'notified water',
  'event shown',
  'operation',
  'right fault',
  'other fault',
  'silence',
  'nothing',
] as const;
export type Answer = (typeof ANSWERS)[number];

/** What was said because of an injection: in the run with it, and not in the one without. */
export interface Outcome {
  readonly injection: Injection;
  /** First water alert of a touched station; null: none. */
  readonly detectedAt: EpochMs | null;
  /** First time inspectors were woken for a touched station; null: never. */
  readonly notifiedAt: EpochMs | null;
  readonly wakings: readonly Waking[];
  /** New incidents that name a touched station, in the order they were said. */
  readonly incidents: readonly Incident[];
  /** New faults of touched stations. */
  readonly faults: readonly FaultCode[];
  /** All that was said, the most alarming first; `nothing` alone. */
  readonly answers: readonly [Answer, ...Answer[]];
}

/** As what a fault should be named. A blocked sample line and a calibration have no name among the faults. */
export const RIGHT_FAULT: Readonly<Record<string, FaultCode>> = {
  flatline: 'flatline',
  frozen: 'frozen',
  spikes: 'spike',
  dropout: 'dropout',
  drift: 'drift_fouling',
  noise: 'noise_burst',
  'range-clip': 'range_clip',
  'reagent-empty': 'reagent_empty',
  'swapped-channels': 'swapped',
};

/** What was said without an injection. */
export interface Bare {
  readonly seed: number;
  readonly incidents: BareIncidents;
  readonly wakings: BareWakings;
  readonly said: ReadonlyMap<StationId, Said>;
}

export function outcomeOf(injection: Injection, { incidents, wakings, said }: Continued, bare: Bare): Outcome {
  const touched = new Map(injection.touched.map((touch) => [touch.station, touch]));
  const isOfIt = (incident: Incident): boolean =>
    !bare.incidents.has(incident) &&
    incident.said.stations.some((id) => incident.said.until >= (touched.get(id)?.from ?? Infinity));
  const ofIt = incidents.filter(isOfIt);
  const woken = wakings.filter(
    (waking) =>
      !bare.wakings.has(waking) && waking.stations.some((id) => waking.at >= (touched.get(id)?.from ?? Infinity)),
  );
  const news = [...touched.values()].map((touch) =>
    newsOf(touch, said.get(touch.station), bare.said.get(touch.station)),
  );
  const faults = news.flatMap((one) =>
    one.faults.map((fault) => ({ fault, isRight: isRight(injection, bare.seed, fault) })),
  );
  const detectedAt = Math.min(...news.map((one) => one.detectedAt));
  const found: Readonly<Record<Exclude<Answer, 'nothing'>, boolean>> = {
    'notified water': woken.length > 0,
    'event shown': ofIt.some(({ kind }) => kind !== 'operation'),
    operation: ofIt.some(({ kind }) => kind === 'operation'),
    'right fault': faults.some((one) => one.isRight),
    'other fault': faults.some((one) => !one.isRight),
    silence: news.some(({ isSilent }) => isSilent),
  };
  const [first = 'nothing', ...others] = ANSWERS.filter((answer) => answer !== 'nothing' && found[answer]);
  return {
    injection,
    detectedAt: Number.isFinite(detectedAt) ? detectedAt : null,
    notifiedAt: woken[0]?.at ?? null,
    wakings: woken,
    incidents: ofIt,
    faults: [...new Set(faults.map(({ fault }) => fault.kind))],
    answers: [first, ...others],
  };
}

/** How long a reading is on its way, with room. */
const ON_ITS_WAY = MINUTE;

/** Two readings of the second station it comes to, or of the only one, have arrived by then. */
export function inTimeUntil({ touched: [first, second] }: Injection): EpochMs {
  const { from, intervalMs } = second ?? first;
  return from + 2 * intervalMs + ON_ITS_WAY;
}

interface StationNews {
  /** Infinity: no alert. */
  readonly detectedAt: EpochMs;
  readonly faults: readonly SaidFault[];
  readonly isSilent: boolean;
}

function newsOf({ from: touchedAt }: Touch, said: Said | undefined, bare: Said | undefined): StationNews {
  const isNews = ([key, at]: [string, EpochMs]): boolean => bare?.alerts.has(key) !== true && at >= touchedAt;
  const faults = [...(said?.faults ?? [])].filter(
    ([key, { from }]) => bare?.faults.has(key) !== true && from >= touchedAt,
  );
  return {
    detectedAt: Math.min(...[...(said?.alerts ?? [])].filter(isNews).map(([, at]) => at)),
    faults: faults.map(([, fault]) => fault),
    isSilent: [...(said?.silences ?? [])].some((since) => bare?.silences.has(since) !== true),
  };
}

function isRight(
  { scenario, origin: station, begin }: Injection,
  seed: number,
  { kind, channel, partner }: SaidFault,
): boolean {
  const struck: readonly ChannelKey[] = scenario.strikes?.({ seed, station, begin }).map(({ key }) => key) ?? [];
  return kind === RIGHT_FAULT[scenario.name] && struck.some((key) => key === channel || key === partner);
}
