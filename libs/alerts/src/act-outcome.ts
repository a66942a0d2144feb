import type { ActAnswer, Refusal } from '@clearwell/water-quality';

/** What an act came to, before the entry is finished. */
export type Done = Pick<ActAnswer, 'outcome' | 'refusal' | 'conflict' | 'alert' | 'made'>;

export const refused = (refusal: Refusal, alert: ActAnswer['alert'] = null): Done => ({
  ...{ outcome: 'refused', refusal, conflict: null, alert, made: null },
});
export const done = (of: Partial<Pick<Done, 'alert' | 'made'>>): Done => ({
  ...{ outcome: 'done', refusal: null, conflict: null, alert: null, made: null },
  ...of,
});
