import type { Ledger } from '@clearwell/ledger';
import type { Link, Station } from '@clearwell/water-quality';
import { AlertKeeper, type NoticeOutbox } from './alert-keeper.ts';
import { AlertStage } from './alert-stage.ts';

interface Bound {
  readonly stations: () => readonly Station[];
  readonly links?: () => readonly Link[];
  readonly outbox?: NoticeOutbox | null;
}

/** The alerts of a ledger, and the stage of the river that feeds them. */
export function openStage(ledger: Ledger, { stations, links = () => [], outbox = null }: Bound) {
  const keeper = new AlertKeeper({ table: ledger.alerts, outbox });
  return { keeper, stage: new AlertStage({ ledger, keeper, stations, links }) };
}
