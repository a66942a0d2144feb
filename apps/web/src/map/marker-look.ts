import type { StationState } from '@clearwell/contracts';
import type { EpochMs, Station, Work } from '@clearwell/water-quality';
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
  readonly isCalm: boolean;
  /** What somebody does there now. */
  readonly work: Work | null;
}

/** What the marker of a station shows; whoever sees the caption and says it to the computer must be understood. */
export function lookOf(
  station: Station,
  state: StationState | undefined,
  { speech, now, isCut, isLate, isCalm, work }: Sight,
): MarkerLook {
  const { t } = speech;
  const name = speech.name(station.name);
  if (state === undefined || now === null)
    return {
      status: null,
      unverified: false,
      isLate: false,
      isRinging: false,
      caption: '',
      label: t('marker.label', { name, status: t('status.pending') }),
    };
  const status = t(`status.${state.status}`);
  const age = ageOf(speech, state, now);
  const caption = captionOf(state, age, { speech, isCut, work });
  const told = [caption, isLate && t('replay.late')].filter(Boolean).join(' · ');
  const label =
    told === '' ? t('marker.label', { name, status }) : t('marker.label.more', { name, status, caption: told });
  const isRinging = state.status === 'exceedance' && !state.unverified && !isCalm;
  return { status: state.status, unverified: state.unverified, isRinging, isLate, caption, label };
}

function captionOf(
  state: StationState,
  age: string,
  { speech, isCut, work }: Pick<Sight, 'speech' | 'isCut' | 'work'>,
): string {
  if (state.unverified) return `${age} · ${speech.t('unverified.word')}`;
  if (state.status === 'stale' || isCut) return age;
  return work === null ? '' : speech.t(`work.${work}`);
}
