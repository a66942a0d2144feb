import { eventKey, type Incident } from '@clearwell/detect';
import { RECORDING_START, scenarioNamed, type Scenario } from '@clearwell/firmware-sim';
import { required } from '@clearwell/testkit';
import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';
import { goOn } from './go-on.ts';
import { chooseInjection, type Injection } from './injection.ts';
import { inTimeUntil, outcomeOf } from './outcome.ts';
import { liveQuietly } from './quiet-city.ts';
import { BareIncidents, BareWakings } from './said.ts';

// A city that says a lot in its first days, and an instant at which one of its links is down.
const SEED = 23;
const AT = RECORDING_START + 3.55 * DAY;
const QUIET = liveQuietly({ seed: SEED, stations: 10, days: 5, budget: 0.5 }, [AT], () => undefined);
const SNAPSHOT = required(QUIET.snapshots[0]);
const BARE = {
  ...{ seed: SEED, said: QUIET.said },
  incidents: new BareIncidents(QUIET.wakings.desk.incidents),
  wakings: new BareWakings(QUIET.wakings.all),
};
const PLACE = { seed: SEED, city: QUIET.city, begin: AT, round: 0 };

const choose = (name: string): Injection =>
  required(chooseInjection(required(scenarioNamed(name)), PLACE) ?? undefined);

/** Comes to all stations and does nothing, to the end of the record. */
const NOTHING: Scenario = {
  name: 'nothing',
  kind: 'logger',
  summary: '',
  duration: 3 * DAY,
  reach: ({ stations }) => stations.map(({ id }) => ({ station: id, delay: 0, share: 1 })),
};

const factsOf = ({ kind, saidAt, code, said, current }: Incident) => ({
  ...{ kind, saidAt, code, strength: said.strength },
  events: [said.events.map(eventKey), current.events.map(eventKey)],
});

describe('a quiet city gone on with from a snapshot', () => {
  it('says the very same as it did if nothing is added, though every station is sampled and judged anew', () => {
    const injection = required(chooseInjection(NOTHING, PLACE) ?? undefined);
    const { incidents, said, wakings } = goOn(QUIET, SNAPSHOT, injection);
    const later = QUIET.wakings.desk.incidents.filter(({ saidAt }) => saidAt >= AT);
    expect(later.length).toBeGreaterThan(2);
    expect(incidents.map(factsOf)).toEqual(later.map(factsOf));
    expect(wakings).toEqual(QUIET.wakings.all.filter(({ at }) => at >= AT));
    expect(outcomeOf(injection, { incidents, said, wakings }, BARE)).toMatchObject({
      answers: ['nothing'],
      incidents: [],
    });
    const silences = (of: typeof said) =>
      QUIET.city.stations.flatMap(({ id }) => [...(of.get(id)?.silences ?? [])].filter((since) => since > AT - HOUR));
    expect(silences(QUIET.said).length).toBeGreaterThan(0);
    expect(silences(said)).toEqual(silences(QUIET.said));
  });

  it('leaves the snapshot as it was', () => {
    const [first, again] = [choose('contamination'), choose('contamination')].map((one) => goOn(QUIET, SNAPSHOT, one));
    expect(required(first).incidents.map(factsOf)).toEqual(required(again).incidents.map(factsOf));
    expect(SNAPSHOT.wakings.desk.incidents.every(({ saidAt }) => saidAt < AT)).toBe(true);
  });

  it('says what is added: a slug by the second reading, a stuck probe by its name, a lost link as silence', () => {
    const [slug, stuck, cut] = ['contamination', 'frozen', 'link-outage'].map((name) => {
      const injection = choose(name);
      return outcomeOf(injection, goOn(QUIET, SNAPSHOT, injection), BARE);
    });
    expect(required(slug).answers[0]).toBe('notified water');
    expect(required(slug).notifiedAt).toBeLessThanOrEqual(inTimeUntil(required(slug).injection));
    expect(required(stuck).answers).toEqual(['right fault']);
    expect(required(cut).answers).toEqual(['silence']);
  });
});

describe('a probe that fails', () => {
  const injections = ['reagent-empty', 'flatline', 'frozen'].flatMap((name) =>
    Array.from({ length: 3 }, (_, round) => {
      const injection = chooseInjection(required(scenarioNamed(name)), { ...PLACE, round });
      return [name, round, required(injection ?? undefined)] as const;
    }),
  );

  it.each(injections)('%s (%i) is named, and wakes no inspector', (_, _round, injection) => {
    const outcome = outcomeOf(injection, goOn(QUIET, SNAPSHOT, injection), BARE);
    expect(outcome.answers).toContain('right fault');
    expect(outcome.wakings).toEqual([]);
  });
});

describe('the place of a scenario', () => {
  it('is where it can happen: at a works, where it strikes a probe, every other time where it goes on to others', () => {
    for (let round = 0; round < 8; round++) {
      const at = (name: string) =>
        required(chooseInjection(required(scenarioNamed(name)), { ...PLACE, round }) ?? undefined);
      expect(at('dosing-failure').origin.siteType).toBe('plant_outlet');
      expect(at('flushing').origin.siteType).toBe('pipe_end');
      if (round % 2 === 0) expect(at('contamination').touched.length).toBeGreaterThan(1);
    }
  });

  it('has two readings of the second station to be told in, or of the only one', () => {
    const slug = choose('contamination');
    expect(inTimeUntil(slug)).toBe(required(slug.touched[1]).from + 21 * MINUTE);
    expect(inTimeUntil(choose('frozen'))).toBe(AT + 21 * MINUTE);
    expect(required(slug.touched[1]).from - AT).toBeLessThan(12 * HOUR);
  });
});
