import {
  DAY,
  HOUR,
  MINUTE,
  parameterOf,
  parameterOfChannel,
  type BilingualName,
  type ChannelKey,
} from '@clearwell/water-quality';
import type { Scene } from './scene.ts';

type Resolutions = Pick<Scene, 'resolutionOf'>;

/** As many decimals as the probe has. */
export function decimalsOf({ resolutionOf }: Resolutions, key: ChannelKey): number {
  const resolution = resolutionOf?.(key);
  if (resolution === undefined || !(resolution > 0)) return parameterOf(parameterOfChannel(key)).decimals;
  // 0.1 / 1.8 °F is no round step: two figures of a step are all that counts.
  return Math.max(0, Math.min(4, Math.ceil(-Math.log10(resolution) - 0.01)));
}

const withUnit = (figure: string, key: ChannelKey): string =>
  `${figure} ${parameterOf(parameterOfChannel(key)).unitText}`.trimEnd();

/** 0.60 mg/L: a reading, to the step of its probe. */
export const readingText = (scene: Resolutions, key: ChannelKey, value: number): string =>
  withUnit(plain(value, decimalsOf(scene, key)), key);

/** 0.6 mg/L: a difference or a mean, to three figures; smaller than a step now and then, so it gets a decimal more. */
export const spreadText = (scene: Resolutions, key: ChannelKey, value: number): string =>
  withUnit(String(Number(Number(plain(value, decimalsOf(scene, key) + 1)).toPrecision(3))), key);

/** 0.021: how fast, to two figures and without its unit. */
export const paceText = (value: number): string => String(Number(Math.abs(value).toPrecision(2)));

/** 0.05 mg/L: a figure of a standard, as it stands there. */
export const limitText = (key: ChannelKey, value: number): string => withUnit(String(value), key);

/** 0.62→0.35 mg/L, and from 0.62 to 0.35 mg/L. */
export function moveText(scene: Resolutions, key: ChannelKey, from: number, to: number): BilingualName {
  const start = plain(from, decimalsOf(scene, key));
  const end = readingText(scene, key, to);
  return { zh: `${start}→${end}`, en: `from ${start} to ${end}` };
}

/** No −0.00. */
const plain = (value: number, decimals: number): string => value.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, '$1');

export const percentText = (part: number): string => `${String(Math.round(100 * Math.abs(part)))}%`;

const counted = (n: number, one: string, many: string): string => `${String(n)} ${n === 1 ? one : many}`;

/** 25 分钟, 3.2 小时, 6 天: hours from one on, days from two on. */
export function spanText(ms: number): BilingualName {
  const span = Math.max(0, ms);
  if (span < MINUTE) return { zh: '不到 1 分钟', en: 'less than a minute' };
  const minutes = Math.round(span / MINUTE);
  if (minutes < 60) return { zh: `${String(minutes)} 分钟`, en: `${String(minutes)} min` };
  const hours = Math.round((10 * span) / HOUR) / 10;
  if (hours < 48) return { zh: `${String(hours)} 小时`, en: `${String(hours)} h` };
  const days = Math.round((10 * span) / DAY) / 10;
  return { zh: `${String(days)} 天`, en: counted(days, 'day', 'days') };
}

const MINUTES = [MINUTE, 1, { zh: '分钟', en: 'min' }] as const;
const HOURS = [HOUR, 10, { zh: '小时', en: 'h' }] as const;
const DAYS = [DAY, 10, { zh: '天', en: 'days' }] as const;

/** 9 to 19 hours, in one unit: the middle says which. */
export function spansText(soonest: number, likely: number, latest: number): Record<'likely' | 'range', BilingualName> {
  const [size, grain, unit] = likely < HOUR ? MINUTES : likely < 2 * DAY ? HOURS : DAYS;
  const figure = (ms: number): string => String(Math.round((grain * ms) / size) / grain);
  const [low, middle, high] = [soonest, likely, latest].map(figure);
  return {
    likely: { zh: `${String(middle)} ${unit.zh}`, en: `${String(middle)} ${unit.en}` },
    range: { zh: `${String(low)}～${String(high)} ${unit.zh}`, en: `${String(low)} to ${String(high)} ${unit.en}` },
  };
}

/** 余氯、浊度; chlorine, turbidity and pH. */
export function listed(names: readonly BilingualName[]): BilingualName {
  const en = names.map((name) => name.en);
  const last = en.pop();
  return {
    zh: names.map(({ zh }) => zh).join('、'),
    en: en.length === 0 ? (last ?? '') : `${en.join(', ')} and ${last ?? ''}`,
  };
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10⁻⁹ of its exponent, 9. */
export const chanceText = (exponent: number): string =>
  `10⁻${String(Math.round(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS.charAt(Number(digit)))}`;
