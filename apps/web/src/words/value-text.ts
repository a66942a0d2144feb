import type { StationState } from '@clearwell/contracts';
import {
  PARAMETER_CODES,
  parameterOf,
  type Channel,
  type ChannelKey,
  type ParameterCode,
  type QualityFlag,
  type Station,
} from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';
import { byWorst, channelOf } from './worst-finding.ts';

const isParameter = (text: string): text is ParameterCode => (PARAMETER_CODES as readonly string[]).includes(text);

/** A key that is not of this station's channels still says its parameter. */
export function parameterFor(station: Pick<Station, 'channels'>, key: ChannelKey): ParameterCode | null {
  const own = station.channels.find((channel) => channel.key === key);
  if (own !== undefined) return own.parameter;
  const code = key.split('.')[0] ?? '';
  return isParameter(code) ? code : null;
}

export function channelName(speech: Speech, station: Pick<Station, 'channels'>, key: ChannelKey): string {
  const parameter = parameterFor(station, key);
  const name = parameter === null ? key : speech.name(parameterOf(parameter).name);
  const probe = key.split('.')[1];
  return probe === undefined ? name : speech.t('channel.numbered', { parameter: name, n: probe });
}

/** Its channels by name, in their order. */
export const channelNames = (speech: Speech, station: Pick<Station, 'channels'>): string =>
  station.channels.map(({ key }) => channelName(speech, station, key)).join(' · ');

/** 0.02, in the decimals of its parameter. */
export const numberText = (parameter: ParameterCode | null, value: number): string =>
  parameter === null ? String(value) : value.toFixed(parameterOf(parameter).decimals);

/** 0.02 mg/L */
export function valueText(parameter: ParameterCode | null, value: number): string {
  const unit = parameter === null ? '' : parameterOf(parameter).unitText;
  return unit === '' ? numberText(parameter, value) : `${numberText(parameter, value)} ${unit}`;
}

/** A good value says nothing of itself. */
export const flagText = ({ t }: Speech, flag: QualityFlag): string | null => (flag === 1 ? null : t(`flag.${flag}`));

const PREFERRED: readonly ParameterCode[] = ['free_chlorine', 'total_chlorine', 'turbidity'];

function mainChannel(station: Station, state: StationState): Channel | undefined {
  const worst = channelOf(byWorst(state.findings)[0]);
  if (worst != null) return station.channels.find(({ key }) => key === worst);
  // A reading may hold only some of its station's channels.
  const valued = station.channels.filter((channel) => state.latest?.values[channel.key] != null);
  const preferred = PREFERRED.map((parameter) => valued.find((channel) => channel.parameter === parameter));
  return preferred.find((channel) => channel !== undefined) ?? valued[0];
}

/** The value one looks at first: that of the worst finding, else chlorine, else turbidity, else any there is. */
export function mainValue(speech: Speech, station: Station, state: StationState | undefined): string | null {
  if (state === undefined) return null;
  const channel = mainChannel(station, state);
  const value = channel === undefined ? undefined : state.latest?.values[channel.key];
  if (channel === undefined || value == null) return null;
  const text = valueText(channel.parameter, value);
  return speech.t('list.value', { parameter: channelName(speech, station, channel.key), value: text });
}
