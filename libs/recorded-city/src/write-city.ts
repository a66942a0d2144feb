import type { ChannelKey, EpochMs } from '@clearwell/water-quality';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { FILES, idInFolder, LIST_SEPARATOR, type CityRecord, type RecordedReading } from './recorded-city.ts';

/** What of a city the caller knows already; the readings come one by one. */
export interface CityToWrite {
  readonly record: CityRecord;
  /** Sorted by `receivedAt`. */
  readonly readings: Iterable<RecordedReading> | AsyncIterable<RecordedReading>;
  /** A file for those who examine a detector, as text; none if left out. */
  readonly truth?: string;
}

const CHUNK = 64 * 1024;

/**
 * Writes a city in the form `readCity` reads: the same city in the same bytes. The readings come last and take their name
 * when they are complete. Returns how many there are.
 */
export async function writeCity(folder: string, { record, readings, truth }: CityToWrite): Promise<number> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, FILES.stations), stationsText(record));
  await writeFile(join(folder, FILES.network), networkText(record));
  await writeFile(join(folder, FILES.calibrations), calibrationsText(record));
  if (truth !== undefined) await writeFile(join(folder, FILES.truth), truth);
  const path = join(folder, FILES.readings);
  const part = `${path}.part`;
  let count = 0;
  const columns = columnsOf(record);
  async function* text(): AsyncGenerator<string> {
    let chunk = rowText(['sampled_at', 'received_at', 'station', ...columns]);
    for await (const { sampledAt, receivedAt, station, values } of readings) {
      count += 1;
      const cells = columns.map((key) => (values[key] === undefined ? '' : String(values[key])));
      chunk += rowText([timeText(sampledAt), timeText(receivedAt), idInFolder(station), ...cells]);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
    yield chunk;
  }
  // Node writes no time into the head of a gzip file, so the same readings are the same bytes.
  await pipeline(Readable.from(text()), createGzip(), createWriteStream(part));
  await rename(part, path);
  return count;
}

/** All channels of the city, in the order in which its stations bring them up. */
const columnsOf = ({ stations }: CityRecord): ChannelKey[] => [
  ...new Set(stations.flatMap(({ channels }) => channels.map(({ key }) => key))),
];

function stationsText({ stations, nodeOf }: CityRecord): string {
  const header = ['id', 'name_zh', 'name_en', 'lat', 'lon', 'site_type', 'district', 'node', 'parameters'];
  const rows = stations.map(({ id, name, position, siteType, district, channels }) => [
    idInFolder(id),
    name.zh,
    name.en,
    String(position.lat),
    String(position.lon),
    siteType,
    district.en,
    nodeOf.get(id) ?? '',
    channels.map(({ key }) => key).join(LIST_SEPARATOR),
  ]);
  return [header, ...rows].map(rowText).join('');
}

function calibrationsText({ calibrations }: CityRecord): string {
  const rows = calibrations.map(({ station, start, end, channels }) => [
    idInFolder(station),
    timeText(start),
    timeText(end),
    channels.join(LIST_SEPARATOR),
  ]);
  return [['station', 'start', 'end', 'parameters'], ...rows].map(rowText).join('');
}

function networkText({ name, nodes, links, travelTimes }: CityRecord): string {
  const network = {
    city: name,
    nodes: nodes.map(({ id, position: { lat, lon }, type }) => ({ id, lat, lon, type })),
    links: links.map(({ id, from, to, lengthM, diameterMm, type }) => ({
      id,
      from,
      to,
      length_m: lengthM,
      diameter_mm: diameterMm,
      type,
    })),
    travel_times: travelTimes.map(({ from, to, minutes, share }) => ({
      from: idInFolder(from),
      to: idInFolder(to),
      minutes,
      share,
    })),
  };
  return `${JSON.stringify(network)}\n`;
}

/** Whole seconds without a fraction. */
const timeText = (at: EpochMs): string => new Date(at).toISOString().replace('.000Z', 'Z');

const rowText = (cells: readonly string[]): string => `${cells.map(cellText).join(',')}\n`;

const cellText = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
