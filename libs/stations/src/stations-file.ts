import { stationsFileSchema } from '@clearwell/contracts';
import type { Station } from '@clearwell/water-quality';
import * as z from 'zod';
import { findFaults } from './station-faults.ts';

/** A stations file that can't be used, with every fault found in it. */
export class StationsFileError extends Error {}

/** Reads a stations file. */
export function parseStations(text: string): readonly Station[] {
  const parsed = stationsFileSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new StationsFileError(z.prettifyError(parsed.error));
  const faults = parsed.data.stations.flatMap((station, index) => [
    ...repeated(station, index, parsed.data.stations),
    ...findFaults(station),
  ]);
  if (faults.length > 0) throw new StationsFileError(faults.join('\n'));
  return parsed.data.stations;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StationsFileError('It is not JSON', { cause: error });
  }
}

const repeated = (station: Station, index: number, all: readonly Station[]): string[] =>
  all.findIndex((other) => other.id === station.id) === index ? [] : [`${station.id} stands there twice`];
