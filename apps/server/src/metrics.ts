import { REJECTIONS, type NoticeBacklog, type ReplicationState } from '@clearwell/contracts';
import { OUTCOMES, SECOND, STATUSES } from '@clearwell/water-quality';
import type { Board } from '@clearwell/live';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { addCommitLatency, type CommitLatency } from './commit-latency.ts';
import { REFUSED, type Refusals } from './refusals.ts';
import { LATE_WITHIN, type Tallies } from './tallies.ts';

export interface Measured {
  readonly tallies: Tallies;
  readonly board: Board;
  readonly latency: CommitLatency;
  readonly refusals: Refusals;
  /** Readings in holes. */
  readonly missing: () => number;
  readonly replication: () => ReplicationState | null;
  /** What waits for each receiver of notices. */
  readonly notices: () => readonly NoticeBacklog[];
}

/** Counters for Prometheus. They are read from the ledger's own tallies, so they go on over restarts. */
export function makeMetrics({ tallies, board, latency, refusals, ...measured }: Measured): Registry {
  const { missing, replication, notices } = measured;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'clearwell_readings_total',
    help: 'Readings received, by what became of them',
    labelNames: ['outcome'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const outcome of OUTCOMES) this.inc({ outcome }, tallies.total(outcome));
    },
  });
  new Counter({
    name: 'clearwell_rejections_total',
    help: 'Messages and readings refused, by reason',
    labelNames: ['reason'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const reason of REJECTIONS) this.inc({ reason }, tallies.total(`rejected.${reason}`));
    },
  });
  new Counter({
    name: 'clearwell_readings_out_of_time_total',
    help: "Readings stored late (older than their station's judged ones), too late to be judged or ahead of the server's clock",
    labelNames: ['how'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const how of ['late', 'beyond', 'ahead'] as const) this.inc({ how }, tallies.total(how));
    },
  });
  addLateness(registry, tallies);
  new Counter({
    name: 'clearwell_mqtt_refused_total',
    help: 'What stations were not allowed at the broker in the server since it started',
    labelNames: ['what'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const what of REFUSED) this.inc({ what }, refusals.count(what));
    },
  });
  new Gauge({
    name: 'clearwell_stations',
    help: 'Stations, by status',
    labelNames: ['status'] as const,
    registers: [registry],
    collect() {
      const states = board.states();
      for (const status of STATUSES) this.set({ status }, states.filter((state) => state.status === status).length);
    },
  });
  new Gauge({
    name: 'clearwell_readings_missing',
    help: 'Readings that stations numbered and that have not been received',
    registers: [registry],
    collect() {
      this.set(missing());
    },
  });
  addCommitLatency(registry, latency);
  addNotices(registry, notices);
  if (replication() !== null) addReplication(registry, replication);
  return registry;
}

/** What late readings cost. The parts of the histogram are counters, because they go on over restarts. */
function addLateness(registry: Registry, tallies: Tallies): void {
  const totals = {
    clearwell_late_seconds_sum: ['late_seconds', 'How long late readings were on their way, in all'],
    clearwell_late_seconds_count: ['late', 'Readings stored late'],
    clearwell_detector_rewinds_total: ['rewinds', 'How often a station was judged anew from a checkpoint on'],
    clearwell_detector_refolded_readings_total: ['refolded', 'Readings that were judged anew in rewinds'],
  } as const;
  for (const [name, [tally, help]] of Object.entries(totals)) {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(tallies.total(tally));
      },
    });
  }
  new Counter({
    name: 'clearwell_late_seconds_bucket',
    help: 'Readings stored late, by how long they were on their way at most',
    labelNames: ['le'] as const,
    registers: [registry],
    collect() {
      this.reset();
      let within = 0;
      for (const le of LATE_WITHIN) {
        within += tallies.total(`late.${le}`);
        this.inc({ le: le === Infinity ? '+Inf' : String(le) }, within);
      }
    },
  });
}

function addNotices(registry: Registry, notices: Measured['notices']): void {
  const gauges: Readonly<Record<string, readonly [help: string, of: (backlog: NoticeBacklog) => number | null]>> = {
    clearwell_notices_waiting: ['Notices that wait to be sent', (backlog) => backlog.notices],
    clearwell_notices_oldest_seconds: [
      'How long the oldest notice has waited',
      ({ oldestWaitedMs }) => (oldestWaitedMs ?? 0) / SECOND,
    ],
    clearwell_notices_failed_at_seconds: [
      'When the newest attempt of what waits failed',
      ({ lastFailure }) => (lastFailure === null ? null : lastFailure.at / SECOND),
    ],
  };
  for (const [name, [help, of]] of Object.entries(gauges)) {
    new Gauge({
      ...{ name, help },
      labelNames: ['receiver'] as const,
      registers: [registry],
      collect() {
        this.reset();
        for (const backlog of notices()) {
          const figure = of(backlog);
          if (figure !== null) this.set({ receiver: backlog.receiver }, figure);
        }
      },
    });
  }
}

function addReplication(registry: Registry, replication: () => ReplicationState | null): void {
  new Gauge({
    name: 'clearwell_history_backlog_readings',
    help: 'Readings in the ledger that the long-term store has not confirmed',
    registers: [registry],
    collect() {
      this.set(replication()?.backlog ?? 0);
    },
  });
  new Gauge({
    name: 'clearwell_history_backlog_oldest_seconds',
    help: 'How long the oldest new reading has waited for the long-term store',
    registers: [registry],
    collect() {
      this.set((replication()?.oldestWaitedMs ?? 0) / SECOND);
    },
  });
}
