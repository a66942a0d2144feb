import type { NewMeasurement } from '@clearwell/contracts/alerts';
import type { Ledger } from '@clearwell/ledger';
import type { StationRegister } from '@clearwell/stations';
import {
  CLOCK_TOLERANCE,
  compareWithOnline,
  DAY,
  parameterOf,
  parameterOfChannel,
  type Alert,
  type ChannelKey,
  type EpochMs,
  type Measurement,
  type OnlineBeside,
  type ParameterCode,
  type Station,
} from '@clearwell/water-quality';
import { BadRequestException } from '@nestjs/common';
import { METHOD_WORDS } from './alert-words.ts';

export interface MeasuringParts {
  readonly register: Pick<StationRegister, 'at'>;
  readonly readings: Pick<Ledger['readings'], 'after'>;
}

const FAIL = 4;
/** What was measured longer before an alert began says nothing of it. */
const EARLIEST = 30 * DAY;

/**
 * What somebody measured beside a probe, with the reading it is held against.
 * @throws BadRequestException where it can't belong to the alert, or can't be true
 */
export function measurementOf(
  parts: MeasuringParts,
  alert: Pick<Alert, 'id' | 'stations' | 'start'>,
  asked: NewMeasurement,
  { by, now }: { readonly by: string; readonly now: EpochMs },
): Measurement {
  const { channel, value, takenAt } = asked;
  if (takenAt > now + CLOCK_TOLERANCE) throw new BadRequestException('`takenAt` lies in the future');
  const earliest = alert.start - EARLIEST;
  if (takenAt < earliest)
    throw new BadRequestException(
      `\`takenAt\` must be ${new Date(earliest).toISOString()} or later: 30 days before the alert began`,
    );
  const station = stationOf(parts, alert, asked);
  const parameter = station.channels.find(({ key }) => key === channel)?.parameter;
  if (parameter === undefined)
    throw new BadRequestException(
      `${station.id} has no channel ${channel}; it has ${station.channels.map(({ key }) => key).join(', ')}`,
    );
  expectPossible(parameter, value);
  const beside = nearestReading(parts, station, channel, takenAt);
  return {
    ...{ key: asked.key, station: station.id, channel, value, unit: parameterOf(parameter).unit },
    ...{ method: asked.method, takenAt, note: asked.note, by, enteredAt: now },
    online: beside === null ? null : compareWithOnline(parameter, value, beside),
  };
}

/** Whether the same person says the same once more. */
export const isSameMeasurement = (kept: Measurement, asked: NewMeasurement, by: string): boolean =>
  kept.by === by &&
  kept.station === (asked.station ?? kept.station) &&
  (['channel', 'value', 'method', 'takenAt', 'note'] as const).every((field) => kept[field] === asked[field]);

/** A line of the timeline for it, for readers of either language. */
export function measurementText({ channel, value, method, note }: Measurement): string {
  const code = parameterOfChannel(channel);
  const { name, unitText } = parameterOf(code);
  // A station may measure one parameter twice.
  const which = channel === code ? '' : ` ${channel}`;
  const [figure, how] = [`${String(value)} ${unitText}`.trim(), METHOD_WORDS[method]];
  const [zh, en] = [`${name.zh}${which} ${figure}（${how.zh}）`, `${name.en}${which} ${figure} (${how.en})`];
  return `${zh} / ${en}${note === '' ? '' : `: ${note}`}`;
}

/** A laboratory reaches further than a probe; the scale of pH ends. */
const LABORATORY_REACH = 10;

function expectPossible(parameter: ParameterCode, value: number): void {
  const { name, unitText, sensorSpan } = parameterOf(parameter);
  const [low, end] = sensorSpan;
  const high = parameter === 'ph' ? end : LABORATORY_REACH * end;
  if (value >= low && value <= high) return;
  const allowed = `${String(low)} to ${String(high)} ${unitText}`.trim();
  throw new BadRequestException(`\`value\` can't be ${String(value)}: ${name.en} is ${allowed}`);
}

function stationOf({ register }: MeasuringParts, alert: Pick<Alert, 'stations'>, asked: NewMeasurement): Station {
  const id = asked.station ?? (alert.stations.length === 1 ? alert.stations[0] : undefined);
  if (id === undefined || !alert.stations.includes(id))
    throw new BadRequestException(`\`station\` must be one of the alert's: ${alert.stations.join(', ')}`);
  const station = register.at(id, asked.takenAt)?.station;
  if (station === undefined) throw new BadRequestException(`${id} was no station then`);
  return station;
}

/** The value nearest in time, not farther off than one planned interval, that is not known to be no measurement. */
function nearestReading(
  { readings }: MeasuringParts,
  { id, intervalMs }: Station,
  channel: ChannelKey,
  takenAt: EpochMs,
): Pick<OnlineBeside, 'sampledAt' | 'value'> | null {
  let nearest: Pick<OnlineBeside, 'sampledAt' | 'value'> | null = null;
  for (const { sampledAt, values, quality } of readings.after(id, takenAt - intervalMs - 1)) {
    if (sampledAt > takenAt + intervalMs) break;
    const value = values[channel] ?? null;
    if (value === null || quality[channel]?.flag === FAIL) continue;
    if (nearest === null || Math.abs(sampledAt - takenAt) < Math.abs(nearest.sampledAt - takenAt))
      nearest = { sampledAt, value };
  }
  return nearest;
}
