import {
  networkSchema,
  problemSchema,
  readingOutcomesSchema,
  stationListSchema,
  type ReadingOutcome,
  type StationList,
} from '@clearwell/contracts';
import type { EpochMs, Link, Station } from '@clearwell/water-quality';
import { setTimeout as pause } from 'node:timers/promises';
import { ImportFault, inWords } from './import-fault.ts';

export interface DoorOptions {
  readonly server: string;
  readonly apiKey: string | null;
  /** How long to go on trying when the server does not answer, ms. */
  readonly patience: number;
  /** Told once when the server is waited for. */
  readonly say: (what: string) => void;
  /** Ends waiting. */
  readonly stopped: AbortSignal;
}

const ANSWER_WITHIN = 5 * 60_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;
/** It may be better later. */
const PASSING = new Set([429, 502, 503, 504]);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The HTTP door of the server that history is brought to. */
export class ServerDoor {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** @throws ImportFault at once when no server answers: nothing has begun yet */
  async stations(): Promise<StationList['stations']> {
    const { server } = this.#options;
    try {
      const { status, body } = await this.#request('GET', '/api/stations');
      const list = stationListSchema.safeParse(body);
      if (status === 200 && list.success) return list.data.stations;
    } catch (error) {
      const why = inWords((error as Error).cause ?? error);
      throw new ImportFault(
        `No server answers at ${server} (${why}): start it with npm start, or say where it is with --server`,
        { cause: error },
      );
    }
    throw new ImportFault(`What answers at ${server} is not Clearwell: say where it is with --server`);
  }

  /** Registers a station; one that is there already stays as it is. */
  async create(station: Station): Promise<void> {
    const { status, body } = await this.#patiently('POST', '/api/stations', JSON.stringify(station));
    if (status !== 201 && status !== 409) throw this.#refused(status, body);
  }

  /** How many links between stations the server knows. */
  async countLinks(): Promise<number> {
    const { status, body } = await this.#patiently('GET', '/api/network');
    if (status !== 200) throw this.#refused(status, body);
    return networkSchema.parse(body).links.length;
  }

  /** Records how water flows between stations, from an instant on. */
  async putLinks(links: readonly Link[], from: EpochMs): Promise<void> {
    const { status, body } = await this.#patiently('PUT', '/api/network', JSON.stringify({ links, from }));
    if (status !== 200) throw this.#refused(status, body);
  }

  /** Sends a message of readings; one outcome for each comes back. */
  async send(station: string, message: string, count: number): Promise<readonly ReadingOutcome[]> {
    const { status, body } = await this.#patiently('POST', `/api/stations/${station}/readings`, message);
    if (status !== 200) throw this.#refused(status, body);
    const { outcomes } = readingOutcomesSchema.parse(body);
    if (outcomes.length !== count)
      throw new ImportFault(`The server answered ${outcomes.length} outcomes for ${count} readings`);
    return outcomes;
  }

  /** Goes on trying while the server is away or can't keep anything, as long as patience lasts. */
  async #patiently(method: 'GET' | 'POST' | 'PUT', path: string, message?: string): Promise<Answer> {
    const { patience, say, stopped, server } = this.#options;
    const since = performance.now();
    for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      const answer = await this.#request(method, path, message).catch((error: unknown) =>
        inWords((error as Error).cause ?? error),
      );
      if (typeof answer !== 'string' && !PASSING.has(answer.status)) return answer;
      const why = typeof answer === 'string' ? answer : messageOf(answer);
      const isOver = performance.now() - since + wait > patience;
      if (isOver || stopped.aborted)
        throw new ImportFault(`The server at ${server} takes nothing at the moment: ${why}`);
      if (wait === FIRST_PAUSE) say(`The server takes nothing at the moment (${why}); trying again`);
      await pause(wait, undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  async #request(method: string, path: string, message?: string): Promise<Answer> {
    const { server, apiKey } = this.#options;
    const response = await fetch(new URL(path, server), {
      method,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
      headers: apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` },
      ...(message === undefined ? {} : { body: new Blob([message], { type: 'application/json' }) }),
    });
    const text = await response.text();
    return { status: response.status, body: parseJson(text) };
  }

  #refused(status: number, body: unknown): ImportFault {
    const hint = status === 401 || status === 403 ? '. The key is read from CLEARWELL_API_KEY' : '';
    return new ImportFault(`The server refused: ${messageOf({ status, body })}${hint}`);
  }
}

function messageOf({ status, body }: Answer): string {
  const problem = problemSchema.safeParse(body);
  return problem.success ? problem.data.message : `HTTP ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
