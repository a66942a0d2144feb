import { REJECTIONS, type ReplicationState } from '@clearwell/contracts';
import { OUTCOMES, SECOND, STATUSES } from '@clearwell/water-quality';
import type { Board } from '@clearwell/live';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { addCommitLatency, type CommitLatency } from './commit-latency.ts';
import { REFUSED, type Refusals } from './refusals.ts';
import type { Tallies } from './tallies.ts';

export interface Measured {
  readonly tallies: Tallies;
  readonly board: Board;
  readonly latency: CommitLatency;
  readonly refusals: Refusals;
  /** Readings in holes. */
  readonly missing: () => number;
  readonly replication: () => ReplicationState | null;
}

/** Counters for Prometheus. They are read from the ledger's own tallies, so they go on over restarts. */
export function makeMetrics({ tallies, board, latency, refusals, missing, replication }: Measured): Registry {
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
    help: "Readings stored late (older than their station's judged ones) or ahead of the server's clock",
    labelNames: ['how'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const how of ['late', 'ahead'] as const) this.inc({ how }, tallies.total(how));
    },
  });
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
  if (replication() !== null) addReplication(registry, replication);
  return registry;
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
