import { keyOf, randomStream } from '@clearwell/firmware-sim';
import type { CommitPoint } from '@clearwell/ledger';
import { shuffled } from './shuffle.ts';

/** Something that goes wrong, and when: ms since the server was ready, or since the fault before it. */
export type Fault =
  | { readonly kind: 'kill'; readonly afterMs: number; readonly awayMs: number }
  /** The server kills itself in its n-th commit. */
  | {
      readonly kind: 'failpoint';
      readonly at: CommitPoint;
      readonly commit: number;
      readonly awayMs: number;
    }
  /** The server is killed and, when messages wait for it, the broker too. */
  | {
      readonly kind: 'broker';
      readonly signal: 'SIGTERM' | 'SIGKILL';
      readonly afterMs: number;
      readonly awayMs: number;
    }
  /** InfluxDB is killed, and started again some faults later; the server is left alone. */
  | { readonly kind: 'influx'; readonly becomes: 'killed' | 'started'; readonly afterMs: number };

export interface PlanSetting {
  readonly seed: number;
  /** How often the server is killed, at random moments or in a commit. */
  readonly kills: number;
  /** The broker is a program of its own, which ends too: once in order, once without warning. */
  readonly withBroker: boolean;
  /** There is an InfluxDB, which is away for a while. */
  readonly withInflux: boolean;
  /** Kills that are in a commit; half of them, and five at least, unless told. Every other one is inside of it. */
  readonly inCommit?: number;
}

const usuallyInCommit = (kills: number): number => Math.min(kills, Math.max(5, Math.ceil(kills / 2)));

const POINTS: readonly CommitPoint[] = ['inside', 'before', 'inside', 'after'];

/** What goes wrong, in order. The same for the same seed. */
export function planFaults(setting: PlanSetting): readonly Fault[] {
  const { seed, kills, withBroker, withInflux, inCommit = usuallyInCommit(kills) } = setting;
  const random = randomStream(keyOf(seed, 'faults'));
  const between = (from: number, to: number): number => Math.round(from + random() * (to - from));
  const inOrder = Array.from({ length: kills }, (_, i): Fault => {
    const awayMs = between(0, 500);
    if (i < inCommit) {
      const at = POINTS[i % POINTS.length] ?? 'inside';
      return { kind: 'failpoint', at, commit: between(3, 60), awayMs };
    }
    return { kind: 'kill', afterMs: between(50, 1_500), awayMs };
  });
  const ofServer = shuffled(inOrder, random);
  const faults = withInflux ? withInfluxAway(ofServer, between(1_000, 2_000)) : ofServer;
  if (!withBroker) return faults;
  const broker = (signal: 'SIGTERM' | 'SIGKILL', afterMs: number): Fault => {
    return { kind: 'broker', signal, afterMs, awayMs: between(700, 1_200) };
  };
  const middle = Math.ceil(faults.length / 2);
  return [
    ...faults.slice(0, middle),
    broker('SIGTERM', between(300, 1_000)),
    ...faults.slice(middle),
    // Last what makes the broker forget, and after a while in which the server asks for what itself had lost.
    broker('SIGKILL', between(4_000, 5_000)),
  ];
}

/** InfluxDB is away while a quarter of the others happen, one at least; at first under a server that no failpoint ends. */
function withInfluxAway(faults: readonly Fault[], afterMs: number): readonly Fault[] {
  const quarter = Math.ceil(faults.length / 4);
  const next = faults.findIndex(({ kind }, i) => kind === 'kill' && i >= quarter);
  const from = next === -1 ? faults.findLastIndex(({ kind }) => kind === 'kill') : next;
  const begin = from === -1 ? faults.length : from;
  return [
    ...faults.slice(0, begin),
    { kind: 'influx', becomes: 'killed', afterMs },
    ...faults.slice(begin, begin + quarter),
    { kind: 'influx', becomes: 'started', afterMs },
    ...faults.slice(begin + quarter),
  ];
}
