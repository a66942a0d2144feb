import { topicOf, type PayloadOf } from '@clearwell/contracts';
import type { StationRegister } from '@clearwell/stations';
import { MINUTE, type EpochMs, type SeqRanges, type StationId } from '@clearwell/water-quality';

/** A station's readings since one of its restarts, of which some were sent and never received. */
export interface IncompleteSequence {
  readonly station: StationId;
  readonly boot: number;
  readonly holes: SeqRanges;
}

/** What the requests need kept. */
export interface SequenceMemory {
  incomplete(): readonly IncompleteSequence[];
}

/** A hole is asked for after this long: a station that was offline fills most by itself. */
export const ASKED_AFTER = 2 * MINUTE;
/** Asked again after this long, then twice as long, and so on. */
const ASKED_AGAIN_AFTER = 10 * MINUTE;
const MOST_ASKS = 8;
/** Readings asked for in one command, and commands sent at once. */
const MOST_READINGS = 1_000;
const MOST_COMMANDS = 20;

/** Publishes, QoS 1. */
export type SendCommand = (topic: string, payload: string) => Promise<void>;

/** Since when a station has been connected, as far as it says; null while it is not. */
export type OnlineSince = (station: StationId) => EpochMs | null;

interface Asked {
  times: number;
  lastAt: EpochMs;
  nextAt: EpochMs;
}

/**
 * Finds readings that were sent and never received, by the holes in `boot` and `seq`, and asks the stations for them. A
 * broker keeps no request for a station that has no session there: one that comes back is asked once more.
 */
export class GapRequests {
  readonly #memory: SequenceMemory;
  readonly #register: StationRegister;
  readonly #send: SendCommand;
  readonly #onlineSince: OnlineSince;
  #asked = new Map<string, Asked>();

  constructor(memory: SequenceMemory, register: StationRegister, send: SendCommand, onlineSince: OnlineSince) {
    this.#memory = memory;
    this.#register = register;
    this.#send = send;
    this.#onlineSince = onlineSince;
  }

  /** Asks for what is due. Called now and then. */
  async ask(now: EpochMs): Promise<void> {
    const known = this.#asked;
    this.#asked = new Map();
    const commands: Promise<void>[] = [];
    for (const { station, boot, holes } of this.#memory.incomplete()) {
      for (const [from, to] of holes) {
        const key = `${station} ${String(boot)} ${String(from)} ${String(to)}`;
        const asked = known.get(key) ?? { times: 0, lastAt: Infinity, nextAt: now + ASKED_AFTER };
        this.#asked.set(key, asked);
        if (commands.length >= MOST_COMMANDS || !this.#isDue(station, asked, now)) continue;
        asked.lastAt = now;
        asked.nextAt = now + ASKED_AGAIN_AFTER * 2 ** asked.times;
        asked.times += 1;
        commands.push(this.#askFor(station, boot, from, Math.min(to, from + MOST_READINGS - 1), now));
      }
    }
    await Promise.all(commands);
  }

  #isDue(station: StationId, { times, lastAt, nextAt }: Asked, now: EpochMs): boolean {
    if (times < MOST_ASKS && nextAt <= now) return true;
    const back = this.#onlineSince(station);
    return back !== null && back >= lastAt && back + ASKED_AFTER <= now;
  }

  async #askFor(id: StationId, boot: number, fromSeq: number, toSeq: number, now: EpochMs): Promise<void> {
    const registration = this.#register.newest(id);
    if (registration === undefined || registration.retired) return;
    const command: PayloadOf<'commands'> = {
      id: `resend-${String(boot)}-${String(fromSeq)}-${String(now)}`,
      kind: 'resend',
      boot,
      fromSeq,
      toSeq,
    };
    await this.#send(topicOf(registration.station.region, id, 'commands'), JSON.stringify(command));
  }
}
