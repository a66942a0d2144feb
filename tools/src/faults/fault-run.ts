import { makeCity } from '@clearwell/firmware-sim';
import {
  startMosquitto,
  startServer,
  temporaryFolder,
  until,
  type RunningMosquitto,
  type RunningServer,
} from '@clearwell/testkit';
import { DAY, MINUTE, SECOND, type Station } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault-plan.ts';
import { foundEpisodes, Holdings, lineOf, storedReadings } from './holdings.ts';
import { LoadFleet } from './load-fleet.ts';
import { outcomesOf, runUndisturbed } from './undisturbed.ts';

export interface FaultRunSetting {
  readonly seed: number;
  /** Readings a second, of all stations together. */
  readonly rate: number;
  /** The stations sample for so long at least, and until all faults are over. */
  readonly seconds: number;
  readonly broker: 'mosquitto' | 'embedded';
  readonly faults: readonly Fault[];
  /** Told what happens, with the time since the beginning. */
  readonly say: (sentence: string) => void;
}

export interface FaultReport {
  readonly kills: number;
  readonly inCommit: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Sent once more because the server found holes. */
  readonly askedFor: number;
  readonly episodes: number;
  readonly seconds: number;
  readonly sha256: { readonly acknowledged: string; readonly stored: string; readonly episodes: string };
  /** What is not as it was promised, in sentences. */
  readonly differences: readonly string[];
}

const STATIONS = 48;
/** The server's clock runs so that its patience with holes, two minutes, is half a second. */
const CLOCK_RATE = 240;
const ENDS_WITHIN = 60_000;
/** A hole is seen by what comes after it: so long the stations go on after the last fault, in seconds. */
const LAST_SECONDS = 3;
const SETTLES_WITHIN = 180_000;

/** Real stations, broker and server; what is planned goes wrong; and at the end it is counted what was lost or doubled. */
export class FaultRun {
  readonly #setting: FaultRunSetting;
  readonly #stations: readonly Station[];
  readonly #settings: Readonly<Record<string, string>>;
  readonly #fleet: LoadFleet;
  #mosquitto: RunningMosquitto | null;
  #server: RunningServer;
  /** Asked for before the broker forgot anything: null until it does. */
  #askedTooMuch: number | null = null;
  #inCommit = 0;
  #kills = 0;

  private constructor(
    setting: FaultRunSetting,
    parts: {
      readonly stations: readonly Station[];
      readonly settings: Readonly<Record<string, string>>;
      readonly mosquitto: RunningMosquitto | null;
      readonly server: RunningServer;
    },
  ) {
    this.#setting = setting;
    this.#stations = parts.stations;
    this.#settings = parts.settings;
    this.#mosquitto = parts.mosquitto;
    this.#server = parts.server;
    // In whole intervals, and long enough ago for all that will be sampled to lie in the server's past.
    const start = Math.floor((Date.now() - 30 * DAY) / (10 * MINUTE)) * 10 * MINUTE;
    const url = parts.mosquitto?.url ?? parts.server.mqttUrl;
    this.#fleet = new LoadFleet(parts.stations, { url, seed: setting.seed, start });
  }

  /** @throws Error where a part does not start, or does not end */
  static async run(setting: FaultRunSetting): Promise<FaultReport> {
    const { stations } = makeCity({ seed: 1, stations: STATIONS });
    const file = join(temporaryFolder(), 'stations.json');
    writeFileSync(file, JSON.stringify({ stations }));
    const settings = { CLEARWELL_STATIONS: file, CLEARWELL_CLOCK_RATE: String(CLOCK_RATE) };
    const mosquitto = setting.broker === 'mosquitto' ? await startMosquitto() : null;
    const broker = mosquitto === null ? {} : { CLEARWELL_MQTT_URL: mosquitto.url };
    const server = await startServer({ settings: { ...settings, ...broker, ...failpointOf(setting.faults[0]) } });
    const run = new FaultRun(setting, { stations, settings, mosquitto, server });
    try {
      return await run.#run();
    } finally {
      await run.#fleet.disconnect();
    }
  }

  async #run(): Promise<FaultReport> {
    const { rate, seconds, faults, say } = this.#setting;
    const began = performance.now();
    this.#fleet.start(rate);
    for (const [i, fault] of faults.entries()) {
      await this.#play(fault);
      this.#server = await startServer({ after: this.#server, settings: failpointOf(faults[i + 1]) });
    }
    const left = seconds - (performance.now() - began) / SECOND;
    await pause(Math.max(LAST_SECONDS, left) * SECOND);
    this.#fleet.stopSampling();
    say(`all faults are over, ${count(this.#fleet.sampled)} readings sampled; waiting for the last`);
    await this.#settle();
    const outcomes = await outcomesOf(this.#server);
    await this.#server.program.stop();
    return this.#judge(outcomes.readings, outcomes.ahead, (performance.now() - began) / SECOND);
  }

  /** Until everything is acknowledged and stored; what is missing after that is lost. */
  async #settle(): Promise<void> {
    const isThere = async (): Promise<boolean> =>
      this.#fleet.waiting === 0 && (await outcomesOf(this.#server)).readings.stored >= this.#fleet.sampled;
    await until(isThere, { within: SETTLES_WITHIN, saying: 'everything to be stored' }).catch((error: unknown) => {
      this.#setting.say(`gave up: ${(error as Error).message}`);
    });
  }

  async #play(fault: Fault): Promise<void> {
    if (fault.kind === 'failpoint') await this.#awaitItsEnd(fault.at, fault.commit);
    else {
      await pause(fault.afterMs);
      await this.#server.program.kill();
    }
    this.#kills += 1;
    const told = `${count(this.#fleet.sampled - this.#fleet.waiting)} readings acknowledged so far`;
    if (fault.kind === 'kill') this.#setting.say(`server killed by SIGKILL; ${told}`);
    if (fault.kind === 'failpoint')
      this.#setting.say(`server killed itself ${fault.at} its commit ${String(fault.commit)}; ${told}`);
    await pause(fault.awayMs);
    if (fault.kind === 'broker') await this.#endBroker(fault.signal);
  }

  async #awaitItsEnd(at: string, commit: number): Promise<void> {
    let ended = false;
    void this.#server.program.ended.then(() => (ended = true));
    await until(() => ended, { within: ENDS_WITHIN, saying: `the server to end ${at} its commit ${String(commit)}` });
    const { signal } = await this.#server.program.ended;
    if (signal !== 'SIGKILL') throw new Error(`The server ended by itself:\n${this.#server.program.lines.join('\n')}`);
    this.#inCommit += 1;
  }

  async #endBroker(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#mosquitto === null) return;
    if (signal === 'SIGKILL') this.#askedTooMuch = this.#fleet.resent;
    const { folder, port } = this.#mosquitto;
    await this.#mosquitto.stop(signal);
    const acknowledged = this.#fleet.sampled - this.#fleet.waiting;
    this.#setting.say(
      `server killed, then Mosquitto ended by ${signal}; ${count(acknowledged)} readings acknowledged so far`,
    );
    this.#mosquitto = await startMosquitto({ folder, port });
  }

  async #judge(
    readings: Awaited<ReturnType<typeof outcomesOf>>['readings'],
    ahead: number,
    seconds: number,
  ): Promise<FaultReport> {
    const { members, waiting, resent, sampled } = this.#fleet;
    const sent = members.flatMap((member) => member.readings.map((reading) => lineOf(member.station.id, reading)));
    const acknowledged = new Holdings(sent);
    const stored = storedReadings(this.#server.data, this.#stations);
    const episodes = foundEpisodes(this.#server.data);
    this.#setting.say('giving the same readings to a server that nothing happens to');
    const undisturbed = foundEpisodes(await runUndisturbed(this.#settings, members));
    const differences = [
      waiting > 0 && `${count(waiting)} of ${count(sampled)} readings were never acknowledged.`,
      (this.#askedTooMuch ?? resent) > 0 &&
        `${count(this.#askedTooMuch ?? resent)} readings had to be asked for again though no broker had forgotten any: the server lost what it had acknowledged.`,
      ...differencesOf('reading that was acknowledged', acknowledged, stored),
      readings.stored !== stored.lines.length &&
        `The counters say that ${count(readings.stored)} readings are stored, and ${count(stored.lines.length)} are.`,
      readings.conflicting + readings.merged > 0 && 'Some readings conflicted with themselves.',
      ahead > 0 && `${count(ahead)} readings were taken for readings of the future.`,
      ...differencesOf('episode of an undisturbed run', undisturbed, episodes),
      undisturbed.lines.length === 0 && 'No limit was broken: this run proves nothing of episodes.',
    ].filter((difference) => difference !== false);
    return {
      kills: this.#kills,
      inCommit: this.#inCommit,
      acknowledged: sampled - waiting,
      stored: stored.lines.length,
      duplicates: readings.duplicate,
      askedFor: resent,
      episodes: episodes.lines.length,
      seconds,
      sha256: { acknowledged: acknowledged.sha256, stored: stored.sha256, episodes: episodes.sha256 },
      differences,
    };
  }
}

/** A fault in a commit is a setting of the server that is started for it. */
const failpointOf = (fault: Fault | undefined): Readonly<Record<string, string>> => ({
  CLEARWELL_FAILPOINT: fault?.kind === 'failpoint' ? `commit:${fault.at}:${String(fault.commit)}` : '',
});

function differencesOf(what: string, expected: Holdings, found: Holdings): string[] {
  const { missing, added } = expected.compare(found);
  return [
    ...(missing === 0 ? [] : [`MISSING: ${count(missing)} × a ${what}.`]),
    ...(added === 0 ? [] : [`TOO MUCH: ${count(added)} × what is no ${what}.`]),
  ];
}

const count = (n: number): string => n.toLocaleString('en');
