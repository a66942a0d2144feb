import { until } from '@clearwell/testkit';
import { SECOND } from '@clearwell/water-quality';
import { setTimeout as pause } from 'node:timers/promises';
import { foundEpisodes, Holdings, lineOf, replicatedReadings, storedReadings } from './holdings.ts';
import { Scene, type SceneSetting } from './scene.ts';
import { outcomesOf, runUndisturbed } from './undisturbed.ts';

export interface FaultRunSetting extends SceneSetting {
  /** The stations sample for so long at least, and until all faults are over. */
  readonly seconds: number;
}

export interface FaultReport {
  readonly killed: Scene['killed'];
  readonly influxAwayMs: number;
  readonly sampled: number;
  /** Seconds in which the stations sampled, and of the run until all was stored. */
  readonly sampledFor: number;
  readonly seconds: number;
  readonly duplicates: number;
  /** Sent once more because the server found holes. */
  readonly askedFor: number;
  /** Acknowledged, and held at the end; in InfluxDB: null without one. */
  readonly readings: { readonly acknowledged: Holdings; readonly ledger: Holdings; readonly influx: Holdings | null };
  readonly episodes: { readonly found: Holdings; readonly undisturbed: Holdings };
  /** What is not as it was promised, in sentences. */
  readonly differences: readonly string[];
}

/** A hole is seen by what comes after it: so long the stations go on after the last fault, in seconds. */
const LAST_SECONDS = 3;
const SETTLES_WITHIN = 180_000;

/**
 * Real stations, broker, server and InfluxDB; what is planned goes wrong; and at the end it is counted what was lost or doubled.
 * @throws Error where a part does not start, or does not end
 */
export async function runFaults(setting: FaultRunSetting): Promise<FaultReport> {
  const scene = await Scene.open(setting);
  try {
    return await runIn(scene, setting);
  } finally {
    await scene.fleet.disconnect();
  }
}

async function runIn(scene: Scene, { seconds, say }: FaultRunSetting): Promise<FaultReport> {
  const began = performance.now();
  const { fleet } = scene;
  await scene.play();
  await pause(Math.max(LAST_SECONDS, seconds - fleet.sampledFor) * SECOND);
  fleet.pause();
  say(`all faults are over, ${count(fleet.sampled)} readings sampled; waiting for the last`);
  await settle(scene, say);
  const outcomes = await outcomesOf(scene.server);
  await scene.server.program.stop();
  const took = (performance.now() - began) / SECOND;
  const held = await takeStock(scene, say);
  return {
    killed: scene.killed,
    influxAwayMs: scene.influxAwayMs,
    sampled: fleet.sampled,
    sampledFor: fleet.sampledFor,
    seconds: took,
    duplicates: outcomes.readings.duplicate,
    askedFor: fleet.resent,
    ...held,
    differences: [...differencesOfCounts(scene, outcomes, held), ...differencesOfHoldings(held)],
  };
}

/** Until everything is acknowledged, stored and replicated; what is missing after that is lost. */
async function settle(scene: Scene, say: (sentence: string) => void): Promise<void> {
  const { fleet } = scene;
  const isThere = async (): Promise<boolean> =>
    fleet.waiting === 0 &&
    (await outcomesOf(scene.server)).readings.stored >= fleet.sampled &&
    (await scene.isReplicated());
  await until(isThere, { within: SETTLES_WITHIN, saying: 'everything to be stored' }).catch((error: unknown) => {
    say(`gave up: ${(error as Error).message}`);
  });
}

type Held = Pick<FaultReport, 'readings' | 'episodes'>;

async function takeStock({ fleet, server, stations, influx, settings }: Scene, say: (sentence: string) => void) {
  const sent = fleet.members.flatMap(({ station, readings }) => readings.map((reading) => lineOf(station.id, reading)));
  const readings = {
    acknowledged: new Holdings(sent),
    ledger: storedReadings(server.data, stations),
    influx: influx === null ? null : await replicatedReadings(influx, stations),
  };
  say('giving the same readings to a server that nothing happens to');
  const undisturbed = foundEpisodes(await runUndisturbed(settings, fleet.members));
  return { readings, episodes: { found: foundEpisodes(server.data), undisturbed } };
}

function differencesOfCounts(
  { fleet, askedTooMuch }: Scene,
  { readings, ahead }: Awaited<ReturnType<typeof outcomesOf>>,
  { readings: { ledger } }: Held,
): string[] {
  const asked = askedTooMuch ?? fleet.resent;
  return [
    fleet.waiting > 0 && `${count(fleet.waiting)} of ${count(fleet.sampled)} readings were never acknowledged.`,
    asked > 0 &&
      `${count(asked)} readings had to be asked for again though no broker had forgotten any: the server lost what it had acknowledged.`,
    readings.stored !== ledger.lines.length &&
      `The counters say that ${count(readings.stored)} readings are stored, and ${count(ledger.lines.length)} are.`,
    readings.conflicting + readings.merged > 0 && 'Some readings conflicted with themselves.',
    ahead > 0 && `${count(ahead)} readings were taken for readings of the future.`,
  ].filter((difference) => difference !== false);
}

function differencesOfHoldings({ readings: { acknowledged, ledger, influx }, episodes }: Held): string[] {
  const { found, undisturbed } = episodes;
  return [
    ...differencesOf('reading that was acknowledged', 'in the ledger', [acknowledged, ledger]),
    ...(influx === null ? [] : differencesOf('reading that was acknowledged', 'in InfluxDB', [acknowledged, influx])),
    ...differencesOf('episode of an undisturbed run', 'among the episodes', [undisturbed, found]),
    ...(undisturbed.lines.length === 0 ? ['No limit was broken: this run proves nothing of episodes.'] : []),
  ];
}

function differencesOf(what: string, where: string, [expected, found]: readonly [Holdings, Holdings]): string[] {
  const { missing, added } = expected.compare(found);
  return [
    ...(missing === 0 ? [] : [`MISSING ${where}: ${count(missing)} × a ${what}.`]),
    ...(added === 0 ? [] : [`TOO MUCH ${where}: ${count(added)} × what is no ${what}.`]),
    ...(missing + added > 0 || expected.sha256 === found.sha256
      ? []
      : [`DOUBLED ${where}: some ${what} is there twice.`]),
  ];
}

const count = (n: number): string => n.toLocaleString('en');
