import type { EpochMs } from '@clearwell/water-quality';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { FAULT_CONSTANTS as C } from './constants.ts';
import { faultCode } from './fault-kind.ts';
import type { Probe } from './probe.ts';

const FROZEN = faultCode('frozen');

/** The probes of one station beside each other: what the others do tells a fault from the water. */
export class Company {
  readonly probes: readonly Probe[];
  at: EpochMs = NaN;
  /** The usual time between two rows, ms; NaN before there are two. */
  interval = NaN;
  isMarked = false;
  /** Rows for which all that follow the water stay unchanged together, and −ln of the chance of that. */
  stillRows = 0;
  stillOdds = 0;
  longestStill = 0;

  constructor(probes: readonly Probe[]) {
    this.probes = probes;
  }

  save(writer: ByteWriter): void {
    for (const figure of [this.interval, this.stillRows, this.longestStill]) writer.number(figure);
  }

  restore(reader: ByteReader): void {
    this.interval = reader.number();
    this.stillRows = reader.number();
    this.longestStill = reader.number();
  }

  /** How many other probes that are in order have moved lately. */
  movedOthers(probe: Probe): number {
    let count = 0;
    for (const other of this.probes)
      if (other !== probe && other.isWater && !other.isFaulty && other.moved >= C.moved) count += 1;
    return count;
  }

  /** Whether the others hold: then what one does is more likely its own. A probe alone has nobody to ask. */
  areOthersCalm(probe: Probe): boolean {
    return this.movedOthers(probe) === 0;
  }

  /** Whether another probe that is in order leapt in the last two rows. */
  hasOtherStepped(probe: Probe): boolean {
    return this.probes.some(
      (other) =>
        other !== probe &&
        other.isWater &&
        !other.isFaulty &&
        Math.abs(other.x0 - other.x2) >= C.jump * other.stepScale * other.growth,
    );
  }

  roughOthers(probe: Probe): number {
    let count = 0;
    for (const other of this.probes)
      if (other !== probe && other.isWater && !other.isFaulty && other.rough >= C.noiseDoubt) count += 1;
    return count;
  }

  /** To be called when all probes have taken their values in. */
  compare(): void {
    let rows = Infinity;
    let members = 0;
    for (const probe of this.probes) {
      if (!isMember(probe)) continue;
      members += 1;
      rows = Math.min(rows, probe.runRows);
    }
    const still = members >= 2 ? rows : 0;
    if (still < this.stillRows && this.stillRows > this.longestStill)
      this.longestStill = Math.min(this.stillRows, Math.max(2 * this.longestStill, C.frozenRows));
    this.stillRows = still;
    this.stillOdds = still === 0 ? 0 : still * this.#oddsOfStaying();
  }

  #oddsOfStaying(): number {
    let odds = 0;
    for (const probe of this.probes) if (isMember(probe)) odds += probe.oddsOfStaying;
    return odds;
  }
}

const isMember = (probe: Probe): boolean => probe.isWater && probe.isHere && (!probe.isFaulty || probe.kind === FROZEN);
