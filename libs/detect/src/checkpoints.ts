import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';

/** How far apart checkpoints are kept, by how far they lie behind the newest judged reading. */
const SPACINGS = [
  { within: 7 * DAY, spacing: 6 * HOUR },
  { within: 30 * DAY, spacing: DAY },
  { within: 365 * DAY, spacing: 30 * DAY },
  { within: Infinity, spacing: 365 * DAY },
] as const;

const spacingAt = (age: number): number => SPACINGS.find(({ within }) => age <= within)?.spacing ?? HOUR;

/** Whether the state at `from` is to be kept before the reading at `to` is folded onto it. */
export function crossesCheckpoint(from: EpochMs, to: EpochMs, newest: EpochMs): boolean {
  if (!Number.isFinite(from)) return false;
  const spacing = spacingAt(newest - from);
  return Math.floor(from / spacing) !== Math.floor(to / spacing);
}

/** Of checkpoints' places, in order, those that age has made needless: the first of each span stays. */
export function needlessAmong(places: readonly EpochMs[], newest: EpochMs): readonly EpochMs[] {
  let stays = '';
  return places.filter((place) => {
    const spacing = spacingAt(newest - place);
    const span = `${String(spacing)} ${String(Math.floor(place / spacing))}`;
    const isNeedless = span === stays;
    stays = span;
    return isNeedless;
  });
}
