import { healthSchema, type Health } from '@clearwell/contracts';
import { makeCity } from '@clearwell/firmware-sim';
import type { InfluxSettings } from '@clearwell/history';
import type { CommitPoint } from '@clearwell/ledger';
import {
  bucketName,
  startInflux,
  startMosquitto,
  startServer,
  temporaryFolder,
  until,
  type RunningInflux,
  type RunningMosquitto,
  type RunningServer,
} from '@clearwell/testkit';
import { DAY, MINUTE, SECOND, type Station } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault-plan.ts';
import { LoadFleet } from './load-fleet.ts';

export interface SceneSetting {
  readonly seed: number;
  /** Readings a second, of all stations together, while they sample. */
  readonly rate: number;
  readonly broker: 'mosquitto' | 'embedded';
  readonly withInflux: boolean;
  readonly faults: readonly Fault[];
  /** Told what happens. */
  readonly say: (sentence: string) => void;
}

interface Parts {
  readonly stations: readonly Station[];
  /** Of any server of these stations. */
  readonly settings: Readonly<Record<string, string>>;
  readonly mosquitto: RunningMosquitto | null;
  readonly influx: (RunningInflux & { readonly bucket: string }) | null;
  readonly server: RunningServer;
}

const STATIONS = 48;
/** The server's clock runs so that its patience with holes, two minutes, is half a second. */
const CLOCK_RATE = 240;
const ENDS_WITHIN = 60_000;

/** Real stations, broker, server and InfluxDB, to which happens what is planned. */
export class Scene {
  readonly stations: readonly Station[];
  readonly settings: Readonly<Record<string, string>>;
  readonly fleet: LoadFleet;
  readonly killed = { atRandom: 0, before: 0, inside: 0, after: 0 };
  /** Asked for before the broker forgot anything: null until it does. */
  askedTooMuch: number | null = null;
  influxAwayMs = 0;
  readonly #setting: SceneSetting;
  readonly #bucket: string;
  #mosquitto: RunningMosquitto | null;
  #influx: RunningInflux | null;
  #influxEndedAt = 0;
  #server: RunningServer;

  private constructor(setting: SceneSetting, { stations, settings, mosquitto, influx, server }: Parts) {
    this.stations = stations;
    this.settings = settings;
    this.#setting = setting;
    this.#mosquitto = mosquitto;
    this.#influx = influx;
    this.#bucket = influx?.bucket ?? '';
    this.#server = server;
    // In whole intervals, and long enough ago for all that will be sampled to lie in the server's past.
    const start = Math.floor((Date.now() - 30 * DAY) / (10 * MINUTE)) * 10 * MINUTE;
    const url = mosquitto?.url ?? server.mqttUrl;
    this.fleet = new LoadFleet(stations, setting.rate, { url, seed: setting.seed, start });
  }

  /** @throws Error where a part does not start */
  static async open(setting: SceneSetting): Promise<Scene> {
    const { stations } = makeCity({ seed: 1, stations: STATIONS });
    const file = join(temporaryFolder(), 'stations.json');
    writeFileSync(file, JSON.stringify({ stations }));
    const settings = { CLEARWELL_STATIONS: file, CLEARWELL_CLOCK_RATE: String(CLOCK_RATE) };
    const mosquitto = setting.broker === 'mosquitto' ? await startMosquitto() : null;
    const influx = setting.withInflux ? { ...(await startInflux()), bucket: bucketName() } : null;
    const server = await startServer({
      settings: {
        ...settings,
        ...(mosquitto !== null && { CLEARWELL_MQTT_URL: mosquitto.url }),
        ...(influx !== null && {
          CLEARWELL_INFLUX_URL: influx.url,
          CLEARWELL_INFLUX_TOKEN: influx.token,
          CLEARWELL_INFLUX_ORG: influx.org,
          CLEARWELL_INFLUX_BUCKET: influx.bucket,
        }),
        ...failpointIn(setting.faults),
      },
    });
    return new Scene(setting, { stations, settings, mosquitto, influx, server });
  }

  get server(): RunningServer {
    return this.#server;
  }

  /** Where InfluxDB keeps what it got; null without one. */
  get influx(): InfluxSettings | null {
    if (this.#influx === null) return null;
    const { url, token, org } = this.#influx;
    return { url, token, org, bucket: this.#bucket, retentionDays: null };
  }

  /** One fault after the other, the stations sampling all the while, but for while something starts. */
  async play(): Promise<void> {
    const { faults } = this.#setting;
    this.fleet.connect();
    this.fleet.sample();
    for (const [i, fault] of faults.entries()) {
      if (fault.kind === 'influx') await this.#changeInflux(fault.becomes, fault.afterMs);
      else await this.#endServer(fault, failpointIn(faults.slice(i + 1)));
    }
  }

  /** Whether the server has handed everything on to InfluxDB. */
  async isReplicated(): Promise<boolean> {
    if (this.#influx === null) return true;
    const replication = await this.#replication();
    return replication?.backlog === 0 && replication.trouble === null;
  }

  async #replication(): Promise<Health['replication']> {
    return healthSchema.parse(await (await fetch(`${this.#server.url}/health`)).json()).replication;
  }

  /** What is sampled while programs start grows with the load of the machine, and proves no more. */
  async #startWithout(start: () => Promise<void>): Promise<void> {
    this.fleet.pause();
    await start();
    this.fleet.sample();
  }

  async #endServer(fault: Exclude<Fault, { kind: 'influx' }>, settings: Record<string, string>): Promise<void> {
    if (fault.kind === 'failpoint') await this.#awaitItsEnd(fault.at, fault.commit);
    else {
      await pause(fault.afterMs);
      await this.#server.program.kill();
      this.killed.atRandom += 1;
    }
    if (fault.kind === 'kill') this.#say('server killed by SIGKILL');
    if (fault.kind === 'failpoint') this.#say(`server killed itself ${fault.at} its commit ${String(fault.commit)}`);
    await pause(fault.awayMs);
    if (fault.kind === 'broker') await this.#endBroker(fault.signal);
    await this.#startWithout(async () => {
      if (fault.kind === 'broker' && this.#mosquitto !== null) this.#mosquitto = await startMosquitto(this.#mosquitto);
      this.#server = await startServer({ after: this.#server, settings });
    });
  }

  async #awaitItsEnd(at: CommitPoint, commit: number): Promise<void> {
    let ended = false;
    void this.#server.program.ended.then(() => (ended = true));
    await until(() => ended, { within: ENDS_WITHIN, saying: `the server to end ${at} its commit ${String(commit)}` });
    const { signal } = await this.#server.program.ended;
    if (signal !== 'SIGKILL') throw new Error(`The server ended by itself:\n${this.#server.program.lines.join('\n')}`);
    this.killed[at] += 1;
  }

  async #endBroker(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (signal === 'SIGKILL') this.askedTooMuch = this.fleet.resent;
    await this.#mosquitto?.stop(signal);
    this.#say(`server killed, then Mosquitto ended by ${signal}`);
  }

  async #changeInflux(becomes: 'killed' | 'started', afterMs: number): Promise<void> {
    const before = this.#influx;
    if (before === null) return;
    await pause(afterMs);
    if (becomes === 'killed') {
      await before.stop('SIGKILL');
      this.#influxEndedAt = performance.now();
      // It fails while readings are on their way there, and not only at the next start of the server.
      const isNoticed = async () => ((await this.#replication())?.trouble ?? null) !== null;
      await until(isNoticed, { within: ENDS_WITHIN, saying: 'the server to miss InfluxDB' });
      this.#say('InfluxDB killed by SIGKILL');
      return;
    }
    await this.#startWithout(async () => {
      this.#influx = await startInflux({ after: before });
    });
    this.influxAwayMs = performance.now() - this.#influxEndedAt;
    this.#say(`InfluxDB is back after ${(this.influxAwayMs / SECOND).toFixed(1)} s`);
  }

  #say(what: string): void {
    const acknowledged = this.fleet.sampled - this.fleet.waiting;
    this.#setting.say(`${what}; ${acknowledged.toLocaleString('en')} readings acknowledged so far`);
  }
}

/** A fault in a commit is a setting of the server that is started for it. */
function failpointIn(faults: readonly Fault[]): Record<string, string> {
  const next = faults.find(({ kind }) => kind !== 'influx');
  return {
    CLEARWELL_FAILPOINT: next?.kind === 'failpoint' ? `commit:${next.at}:${String(next.commit)}` : '',
  };
}
