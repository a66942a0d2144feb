import type { Act, ActAnswer, ActEntry } from '@clearwell/water-quality';
import { refused } from './act-outcome.ts';
import { canonicalJson } from './evidence/canonical-json.ts';
import { isOnAlert } from './handling.ts';

/** Who asks for what, as one text: with another text a key is that of another act. */
export const askedOf = ({ by, act }: Pick<ActEntry, 'by' | 'act'>): string => canonicalJson([by, act]);

/** To an act whose key has an answer: the same one to the same act, and a refusal to any other. */
export function answerAgain(answer: ActAnswer, entry: ActEntry): ActAnswer {
  const isSame = answer.asked === undefined ? mayBe(answer, entry.act) : answer.asked === askedOf(entry);
  return isSame ? answer : keyUsed(entry);
}

/** Nothing is kept of it: the key has its answer already. */
export const keyUsed = ({ key, at }: Pick<ActEntry, 'key' | 'at'>): ActAnswer => ({
  ...{ key, at, revision: null },
  ...refused('key_used'),
});

/** Of an answer that does not say to what it was given. */
const mayBe = ({ alert, refusal }: ActAnswer, act: Act): boolean =>
  isOnAlert(act) ? alert === act.alert || refusal === 'no_such_alert' : alert === null;
