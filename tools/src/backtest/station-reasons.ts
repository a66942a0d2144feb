import { tellEvent, tellFault, toldFault, type Scene } from '@clearwell/detect';
import type { BilingualName } from '@clearwell/water-quality';
import type { EpisodeText } from './backtest-judge.ts';
import { localTime } from './local-time.ts';
import type { StationConfig } from './station-config.ts';

/** Why each thing was said of a station, as it was told then. @param threshold score from which an event is one */
export function stationReasons(
  { source, interval, columns }: StationConfig,
  threshold: number,
): (episode: EpisodeText) => BilingualName {
  const resolutions = new Map(columns.map(({ judged }) => [judged.key, judged.resolution]));
  const scene: Omit<Scene, 'at'> = {
    station: { zh: source.station, en: source.station },
    intervalMs: interval,
    timeText: localTime(source.zone),
    resolutionOf: (key) => resolutions.get(key),
    threshold,
  };
  return (episode) => {
    if (episode.kind === 'event') {
      const { start: since, peak: score, contributions, end: at } = episode;
      return tellEvent({ since, score, contributions }, { ...scene, at });
    }
    const told = toldFault(episode.said);
    return told === null ? { zh: '', en: '' } : tellFault(told, { ...scene, at: episode.detectedAt });
  };
}
