import type { StationState } from '@clearwell/contracts';
import type { EpochMs, Station } from '@clearwell/water-quality';
import type { Speech } from '../i18n/translate.ts';
import { ageOf } from '../words/status-sentence.ts';
import type { MarkerLook } from './marker-element.ts';

export interface Sight {
  readonly speech: Speech;
  /** Null before the server has told its time. */
  readonly now: EpochMs | null;
  /** The data no longer move: every marker tells its age. */
  readonly isCut: boolean;
  /** What is shown came long after it was sampled. */
  readonly isLate: boolean;
}

/** What the marker of a station shows; whoever sees the caption and says it to the computer must be understood. */
export function lookOf(
  station: Station,
  state: StationState | undefined,
  { speech, now, isCut, isLate }: Sight,
): MarkerLook {
  const { t } = speech;
  const name = speech.name(station.name);
  if (state === undefined || now === null)
    return {
      status: null,
      unverified: false,
      caption: '',
      label: t('marker.label', { name, status: t('status.pending') }),
    };
  const status = t(`status.${state.status}`);
  const age = ageOf(speech, state, now);
  const caption = captionOf(state, age, { speech, isCut, isLate });
  const label =
    caption === '' ? t('marker.label', { name, status }) : t('marker.label.more', { name, status, caption });
  return { status: state.status, unverified: state.unverified, caption, label };
}

function captionOf(
  state: StationState,
  age: string,
  { speech, isCut, isLate }: Pick<Sight, 'speech' | 'isCut' | 'isLate'>,
): string {
  if (state.unverified) return `${age} · ${speech.t('unverified.word')}`;
  if (state.status === 'stale' || isCut) return age;
  return isLate ? speech.t('replay.late') : '';
}
