import type { ReplicationState } from '@clearwell/contracts';
import { CompleteHistory, Replication, ThreadedHistory, type History, type InfluxSettings } from '@clearwell/history';
import type { Ledger } from '@clearwell/ledger';
import { DAY, type EpochMs, type StationId } from '@clearwell/water-quality';

export interface KeepingLog {
  info(what: string): void;
  warn(what: string): void;
  error(what: string): void;
}

/** The InfluxDB beside the ledger: how far it has what the ledger has, and the history of the two together. */
export class LongTermStore {
  readonly history: History;
  readonly #settings: InfluxSettings;
  readonly #ledger: Ledger;
  readonly #replication: Replication;

  constructor(settings: InfluxSettings, ledger: Ledger, ledgerHistory: History, log: KeepingLog) {
    this.#settings = settings;
    this.#ledger = ledger;
    const longTerm = new ThreadedHistory({ kind: 'influx', settings });
    this.history = new CompleteHistory(ledgerHistory, longTerm, (...asked) => this.#hasAll(...asked));
    const { replication } = ledger;
    this.#replication = new Replication(
      { ledgerFile: ledger.file, influx: settings },
      {
        aim: (target) => ledger.commit(() => replication.aim(target)),
        confirm: (progress) => ledger.commit(() => replication.confirm(progress)),
      },
      log,
    );
  }

  /** From now on everything the ledger stores is replicated, and what it holds already. */
  start(): void {
    this.#ledger.replication.follow();
    this.#replication.start();
  }

  stop(): Promise<void> {
    return this.#replication.stop();
  }

  /** What waits in the ledger, and why. */
  state(now: EpochMs): ReplicationState {
    const { readings, oldest } = this.#ledger.replication.queue();
    return {
      trouble: this.#replication.trouble,
      backlog: readings + (this.#replication.backfill ?? 0),
      oldestWaitedMs: oldest === null ? 0 : Math.max(0, now - oldest),
    };
  }

  /** InfluxDB's retention goes by the wall's clock. */
  #hasAll(stations: readonly StationId[], from: EpochMs, to: EpochMs): boolean {
    const { replication } = this.#ledger;
    const { retentionDays } = this.#settings;
    if (!this.#replication.isWorking || !replication.isBackfilled()) return false;
    if (retentionDays !== null && from < Date.now() - (retentionDays - 1) * DAY) return false;
    return !stations.some((id) => replication.isWaiting(id, from, to));
  }
}
