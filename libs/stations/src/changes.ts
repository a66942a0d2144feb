import {
  registrationAt,
  SINCE_EVER,
  type EpochMs,
  type Registration,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import type { StationRegister, Statement } from './register.ts';
import { findFaults } from './station-faults.ts';

/** A change that is not made, and why: in words for whoever asked for it. */
export class ChangeRefused extends Error {
  readonly code: 'invalid' | 'unknown' | 'conflict' | 'outdated';
  readonly faults: readonly string[];

  constructor(code: ChangeRefused['code'], ...faults: readonly string[]) {
    super(faults.join('; '));
    this.code = code;
    this.faults = faults;
  }
}

/** From when on a change is true, and what whoever asks for it had seen before. */
export interface ChangeTerms {
  readonly from: EpochMs;
  readonly now: EpochMs;
  /** The station's newest revision known to who asks; null: does not mind. */
  readonly revision: number | null;
}

/** @throws ChangeRefused */
export function createStation(register: StationRegister, station: Station): Statement {
  const faults = findFaults(station);
  if (faults.length > 0) throw new ChangeRefused('invalid', ...faults);
  if (register.find(station.id) !== undefined)
    throw new ChangeRefused('conflict', `${station.id} is registered already: change it, or take another id`);
  return { station, from: SINCE_EVER, retired: false, recordedBy: 'api' };
}

/** @throws ChangeRefused */
export function changeStation(register: StationRegister, station: Station, terms: ChangeTerms): Statement {
  const standing = standingThen(register, station.id, terms);
  const faults = findFaults(station, register.channelsEver(station.id));
  if (faults.length > 0) throw new ChangeRefused('invalid', ...faults);
  if (standing.retired) throw new ChangeRefused('conflict', `${station.id} is out of service then: reinstate it first`);
  return { station, from: terms.from, retired: false, recordedBy: 'api' };
}

/** @throws ChangeRefused */
export function retireStation(register: StationRegister, id: StationId, terms: ChangeTerms): Statement {
  const { station, retired, from } = standingThen(register, id, terms);
  if (retired) throw new ChangeRefused('conflict', `${id} is out of service since ${new Date(from).toISOString()}`);
  return { station, from: terms.from, retired: true, recordedBy: 'api' };
}

/** @throws ChangeRefused */
export function reinstateStation(register: StationRegister, id: StationId, terms: ChangeTerms): Statement {
  const { station, retired } = standingThen(register, id, terms);
  if (!retired) throw new ChangeRefused('conflict', `${id} is in service then`);
  return { station, from: terms.from, retired: false, recordedBy: 'api' };
}

/** What is true of a station when a change begins. */
function standingThen(register: StationRegister, id: StationId, { from, now, revision }: ChangeTerms): Registration {
  const standing = registrationAt(register.standing(id), from);
  if (standing === undefined)
    throw new ChangeRefused('unknown', `There is no station ${id}; GET /api/stations lists them`);
  if (from > now) throw new ChangeRefused('invalid', '`from` lies in the future: record the change when it is made');
  if (from < SINCE_EVER) throw new ChangeRefused('invalid', '`from` lies before 2000, and nothing was sampled then');
  const newest = register.recorded(id).length;
  if (revision !== null && revision !== newest) {
    const seen = `you saw revision ${String(revision)}, and ${String(newest)} is recorded`;
    throw new ChangeRefused('outdated', `${id} was changed meanwhile: ${seen}. Look at it again`);
  }
  return standing;
}
