import {
  limitById,
  type Episode,
  type EpisodeChange,
  type EpochMs,
  type ParameterCode,
  type StationId,
} from '@clearwell/water-quality';

export interface Broken {
  readonly parameter: ParameterCode;
  /** Sampling time of the reading that raised it. */
  readonly raisedAt: EpochMs;
}

/** Which parameters of which stations are beyond a legal limit, as far as is known. */
export class BrokenLimits {
  readonly #lasting = new Map<StationId, Map<string, Broken>>();

  fork(): BrokenLimits {
    const other = new BrokenLimits();
    for (const [station, lasting] of this.#lasting) other.#lasting.set(station, new Map(lasting));
    return other;
  }

  /** @returns legal limits that are broken and were not, or were raised again */
  take({ put, withdrawn }: EpisodeChange): readonly Episode[] {
    for (const episode of withdrawn) if (isLegal(episode)) this.#lasting.get(episode.station)?.delete(nameOf(episode));
    return put.filter((episode) => isLegal(episode) && this.#note(episode));
  }

  of(station: StationId): Iterable<Broken> {
    return this.#lasting.get(station)?.values() ?? [];
  }

  #note(episode: Episode): boolean {
    const lasting = this.#lasting.get(episode.station) ?? new Map<string, Broken>();
    const [name, parameter] = [nameOf(episode), limitById(episode.rule)?.parameter];
    if (episode.clearedAt !== undefined || parameter === undefined) {
      lasting.delete(name);
      return false;
    }
    const isNew = !lasting.has(name);
    this.#lasting.set(episode.station, lasting.set(name, { parameter, raisedAt: episode.raisedAt }));
    return isNew;
  }
}

const isLegal = ({ kind, level }: Episode): boolean => kind === 'limit' && level === 'red';
const nameOf = ({ channel, rule, start }: Episode): string => `${channel ?? ''} ${rule} ${String(start)}`;
