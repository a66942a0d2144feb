import type { Act } from './alert-act.ts';
import type { IncidentPart, Paging } from './alert.ts';
import type { Work } from './alert-work.ts';
import type { ChannelKey, EpochMs, StationId } from './brand.ts';
import type { Episode, FindingLevel } from './finding.ts';

/** An episode as judged, and for one that may wake somebody by its weight, what was decided. */
export interface EpisodeFact {
  readonly episode: Episode;
  readonly paging?: Paging | undefined;
}

/** Names an episode within its station. */
export type EpisodeName = Pick<Episode, 'kind' | 'channel' | 'rule' | 'start'>;

/** What judging some readings of a station came to: only what changed. Hints among them are passed over. */
export interface EpisodesEntry {
  readonly kind: 'episodes';
  readonly at: EpochMs;
  readonly station: StationId;
  /** Sampling time up to which the station is judged. */
  readonly judgedUntil: EpochMs;
  readonly put: readonly EpisodeFact[];
  /** Late data took them away. */
  readonly withdrawn: readonly EpisodeName[];
}

/** What is said of an incident, or has become of it. */
export interface IncidentEntry {
  readonly kind: 'incident';
  readonly at: EpochMs;
  /** Names it for ever. */
  readonly incident: string;
  /** `event`: of one station, whose alert takes the parts in; it has no alert of its own. */
  readonly of: 'event' | 'cluster' | 'operation';
  /** Of an event the one station. */
  readonly stations: readonly StationId[];
  readonly level: FindingLevel;
  readonly start: EpochMs;
  /** Sampling time of what brought it up. */
  readonly raisedAt: EpochMs;
  /** Event time; null while it goes on. */
  readonly clearedAt: EpochMs | null;
  /** −log10 of the chance. */
  readonly strength: number;
  readonly paging: Paging;
  /** Whose events belong to it: of its stations, and of those downstream that its water reaches. */
  readonly parts: readonly IncidentPart[];
}

/** Facts from the data, and time. `at` is the server's clock. */
export type FactEntry =
  | EpisodesEntry
  | IncidentEntry
  | { readonly kind: 'incident_withdrawn'; readonly at: EpochMs; readonly incident: string }
  | {
      readonly kind: 'silent';
      readonly at: EpochMs;
      readonly station: StationId;
      /** Its newest sample. */
      readonly since: EpochMs;
    }
  | {
      readonly kind: 'back';
      readonly at: EpochMs;
      readonly station: StationId;
      /** The sample it came back with, judged. */
      readonly sampledAt: EpochMs;
    }
  | {
      readonly kind: 'link';
      readonly at: EpochMs;
      readonly station: StationId;
      readonly since: EpochMs;
      readonly isUnstable: boolean;
    }
  | {
      readonly kind: 'work';
      readonly at: EpochMs;
      readonly station: StationId;
      readonly work: Work;
      readonly state: 'begin' | 'end';
      /** When, as the station says. */
      readonly said: EpochMs;
      readonly channels: readonly ChannelKey[] | null;
    }
  | { readonly kind: 'tick'; readonly at: EpochMs };

/** Something somebody did. The same `key` again is the same act, or it is refused. */
export interface ActEntry {
  readonly kind: 'act';
  readonly at: EpochMs;
  readonly by: string;
  readonly key: string;
  readonly act: Act;
}

/** One line of the log from which all alerts can be made again. */
export type AlertLogEntry = FactEntry | ActEntry;
