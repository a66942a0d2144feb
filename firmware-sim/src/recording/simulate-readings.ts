import type { RecordedReading } from '@clearwell/recorded-city';
import {
  MINUTE,
  SECOND,
  type ChannelKey,
  type EpochMs,
  type Station,
  type StationId,
  type Values,
} from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import { fraction, keyOf } from '../random.ts';
import { makeSampler, type Sampler } from '../sampler.ts';
import { endOf } from '../scenarios/scenario.ts';
import type { StationPlan } from '../station-plan.ts';
import { rhythmOf, slotsBetween, type Rhythm } from '../station/slots.ts';

export interface SimulatedCity {
  readonly seed: number;
  readonly city: City;
  readonly plans: ReadonlyMap<StationId, StationPlan>;
  /** What is sampled at `from` ≤ t < `until`. */
  readonly span: readonly [from: EpochMs, until: EpochMs];
}

interface Member {
  readonly station: Station;
  readonly plan: StationPlan;
  readonly rhythm: Rhythm;
  readonly sample: Sampler;
}

/** Sampled and sorted so much at a time. */
const STRIDE = 10 * MINUTE;
/** On a good day GPRS takes so long, and now and then longer. */
const QUICKEST = 4 * SECOND;
const USUAL = 15 * SECOND;
/** A link that is back connects first. */
const RECONNECT = 20 * SECOND;

/**
 * The readings of a simulated city in the order in which they would arrive: soon after they were sampled; those of a link
 * outage together after its end; those that are sent twice as often as they are sent. Pure: same city, same readings.
 */
export function* simulateReadings(simulated: SimulatedCity): Generator<RecordedReading> {
  const [from, until] = simulated.span;
  const members = membersOf(simulated);
  let waiting: RecordedReading[] = [];
  for (let begin = from; begin < until; begin += STRIDE) {
    const end = Math.min(begin + STRIDE, until);
    for (const member of members)
      for (const at of slotsBetween(member.rhythm, begin - 1, end - 1))
        waiting.push(...arrivalsOf(simulated.seed, member, at));
    waiting.sort(byArrival);
    // Nothing that is sampled later arrives before it is sampled.
    const ready = waiting.findIndex(({ receivedAt }) => receivedAt >= end);
    yield* waiting.splice(0, ready === -1 ? waiting.length : ready);
  }
  yield* waiting;
  waiting = [];
}

function membersOf({ seed, city, plans }: SimulatedCity): Member[] {
  return city.stations.flatMap((station, index) => {
    const plan = plans.get(station.id);
    if (plan === undefined) return [];
    const sample = makeSampler(seed, city, station, (at) => plan.underWay(at));
    return [{ station, plan, rhythm: rhythmOf(index, city.stations.length, station.intervalMs), sample }];
  });
}

/** What arrives of one sampling; a reading without a value has no row in the form. */
function arrivalsOf(seed: number, { station, plan, sample }: Member, at: EpochMs): RecordedReading[] {
  const random = (what: string): number => fraction(keyOf(seed, station.id, at, what));
  const first = at + delay(random('delay'));
  const arrivals = Array.from(
    { length: plan.copies(at) },
    (_, copy) => first + copy * delay(random(`copy ${String(copy)}`)),
  );
  return sample(at).flatMap(({ sampledAt, values }) => {
    const sent = valuesOf(values);
    if (Object.keys(sent).length === 0) return [];
    return arrivals.map((when) => ({
      station: station.id,
      sampledAt,
      receivedAt: whenConnected(plan, when),
      values: sent,
    }));
  });
}

const delay = (random: number): number => Math.round((QUICKEST - USUAL * Math.log(1 - random)) / SECOND) * SECOND;

/** The form has no sign for a probe without a value: nothing was sent. */
const valuesOf = (values: Values): RecordedReading['values'] =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [ChannelKey, number] => typeof entry[1] === 'number'),
  );

/** That instant, or when the link is back that is away then: the same for everything that is held back by one outage. */
function whenConnected(plan: StationPlan, at: EpochMs): EpochMs {
  const outages = plan.during(at - RECONNECT, at + 1).filter(({ scenario }) => scenario.cutsLink === true);
  return outages.length === 0 ? at : whenConnected(plan, Math.max(...outages.map(endOf)) + RECONNECT);
}

const byArrival = (a: RecordedReading, b: RecordedReading): number =>
  a.receivedAt - b.receivedAt ||
  a.sampledAt - b.sampledAt ||
  (a.station < b.station ? -1 : Number(a.station > b.station));
