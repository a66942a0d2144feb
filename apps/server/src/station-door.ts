import { AccountBook, AccountsFileError } from '@clearwell/accounts';
import { BrokerClient, EmbeddedBroker, type Deliver, type MessageSource, type TlsIdentity } from '@clearwell/ingest';
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { Refusals } from './refusals.ts';
import { StartError } from './start-error.ts';

type Embedded = Extract<Config['mqtt'], { kind: 'embedded' }>;

/** Where stations come in: the broker in this process, with its accounts and its certificate, or one elsewhere. */
export interface StationDoor extends MessageSource {
  /** Where stations publish. */
  readonly url: string;
}

export async function openStationDoor(
  config: Config,
  deliver: Deliver,
  refusals: Refusals,
  log: Logger,
): Promise<StationDoor> {
  const say = (what: string): void => {
    log.info(what);
  };
  const { mqtt, mqttCaFile } = config;
  if (mqtt.kind === 'embedded') return EmbeddedDoor.open(mqtt, deliver, refusals, say);
  const ca = mqttCaFile === null ? null : await readPem(mqttCaFile, 'CLEARWELL_MQTT_CA');
  const { url } = mqtt;
  return Object.assign(new BrokerClient({ ...mqtt, ca, log: say }, deliver), { url });
}

class EmbeddedDoor implements StationDoor {
  readonly #config: Embedded;
  readonly #accounts: AccountBook | null;
  readonly #broker: EmbeddedBroker;
  readonly #say: (what: string) => void;

  private constructor(
    config: Embedded,
    accounts: AccountBook | null,
    broker: EmbeddedBroker,
    say: (what: string) => void,
  ) {
    this.#config = config;
    this.#accounts = accounts;
    this.#broker = broker;
    this.#say = say;
  }

  static async open(
    config: Embedded,
    deliver: Deliver,
    refusals: Refusals,
    say: (what: string) => void,
  ): Promise<EmbeddedDoor> {
    const tls = config.tls === null ? null : await readIdentity(config.tls);
    const accounts = await openAccounts(config.accountFiles, say);
    const { host, port, anonymous } = config;
    const broker = new EmbeddedBroker(
      {
        ...{ host, port, tls, accounts, anonymous },
        onRefused: (refusal) => {
          refusals.note(refusal);
        },
      },
      deliver,
    );
    return new EmbeddedDoor(config, accounts, broker, say);
  }

  get url(): string {
    const { tls, host } = this.#config;
    return `${tls === null ? 'mqtt' : 'mqtts'}://${host}:${String(this.#broker.port)}`;
  }

  async start(): Promise<void> {
    await this.#broker.start();
    if (this.#accounts === null && !this.#config.anonymous)
      this.#say('No station can log in: CLEARWELL_MQTT_ACCOUNTS is not set (npm run accounts -- --help)');
    for (const file of this.#tlsFiles()) watchFile(file, { interval: 1_000, persistent: false }, this.#renew);
  }

  publish(topic: string, payload: string): Promise<void> {
    return this.#broker.publish(topic, payload);
  }

  async stop(): Promise<void> {
    for (const file of this.#tlsFiles()) unwatchFile(file, this.#renew);
    this.#accounts?.close();
    await this.#broker.stop();
  }

  #tlsFiles(): readonly string[] {
    return this.#config.tls === null ? [] : Object.values(this.#config.tls);
  }

  /** While only one of the two files is new they do not match: the old pair stays until the other one came. */
  readonly #renew = (): void => {
    if (this.#config.tls === null) return;
    readIdentity(this.#config.tls).then(
      (identity) => {
        this.#broker.renewTls(identity);
        this.#say('The certificate was read anew');
      },
      (error: unknown) => {
        this.#say(`The certificate stays as it was: ${(error as Error).message}`);
      },
    );
  };
}

async function openAccounts(files: readonly string[], log: (what: string) => void): Promise<AccountBook | null> {
  if (files.length === 0) return null;
  try {
    return await AccountBook.open({ files, log });
  } catch (error) {
    if (!(error instanceof AccountsFileError)) throw error;
    throw new StartError(`${error.message}\nCLEARWELL_MQTT_ACCOUNTS names it; npm run accounts writes one`, {
      cause: error,
    });
  }
}

async function readIdentity(files: { readonly cert: string; readonly key: string }): Promise<TlsIdentity> {
  const [cert, key] = await Promise.all([
    readPem(files.cert, 'CLEARWELL_MQTT_TLS_CERT'),
    readPem(files.key, 'CLEARWELL_MQTT_TLS_KEY'),
  ]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new StartError(
      `CLEARWELL_MQTT_TLS_CERT and CLEARWELL_MQTT_TLS_KEY are no certificate and its key (${(error as Error).message})`,
      { cause: error },
    );
  }
  return { cert, key };
}

async function readPem(file: string, setting: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new StartError(`${setting} names ${file}, which can't be read (${code})`, { cause: error });
  }
}
