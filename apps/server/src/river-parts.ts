import type { StationState, StorageFault } from '@clearwell/contracts';
import type { Detector } from '@clearwell/detect';
import type { Ledger } from '@clearwell/ledger';
import type { HistoryQualifier } from '@clearwell/qualify';
import type { StationRegister } from '@clearwell/stations';
import type { AlertChange, EpochMs } from '@clearwell/water-quality';
import type { AlertStage } from './alerts/alert-stage.ts';
import type { CommitLatency } from './commit-latency.ts';
import type { Tallies } from './tallies.ts';

/** What the river runs through, and who hears of what it brings. */
export interface RiverParts {
  readonly register: StationRegister;
  readonly ledger: Ledger;
  readonly detectors: readonly Detector[];
  readonly qualifier: HistoryQualifier;
  /** How far behind a station's newest judged reading others are still judged: in sampling time, ms. */
  readonly horizon: number;
  readonly tallies: Tallies;
  readonly latency: CommitLatency;
  readonly now: () => EpochMs;
  readonly alerts: AlertStage;
  /** Tells the browsers. */
  readonly tell: (states: readonly StationState[]) => void;
  readonly tellAlerts: (changes: readonly AlertChange[]) => void;
  /** Readings can no longer be kept, or can be again (null). */
  readonly onFault: (fault: StorageFault | null) => void;
  /** Notes a fault of this program that loses nothing. */
  readonly warn: (what: string) => void;
}
