import type { ActAnswered } from '@clearwell/contracts/alerts';
import type { ActAnswer, Refusal } from '@clearwell/water-quality';
import { HttpException } from '@nestjs/common';

/** Says why an act was not done, and what the alert has come to. */
export class ActNotDone extends HttpException {
  readonly answer: ActAnswered;

  constructor(answer: ActAnswer) {
    super(messageOf(answer), isConflict(answer) ? 409 : 422);
    this.answer = actAnswered(answer);
  }
}

/** What is told of an answer: all but the words it was asked in. */
export const actAnswered = (answer: ActAnswer): ActAnswered => ({
  key: answer.key,
  at: answer.at,
  outcome: answer.outcome,
  refusal: answer.refusal,
  conflict: answer.conflict,
  alert: answer.alert,
  revision: answer.revision,
  made: answer.made,
});

const isConflict = ({ outcome, refusal }: ActAnswer): boolean => outcome === 'conflict' || refusal === 'key_used';

function messageOf({ conflict, refusal }: ActAnswer): string {
  if (conflict !== null)
    return `It changed since you saw it: ${conflict.what} by ${conflict.by ?? 'the data'} at ${new Date(conflict.at).toISOString()}. Look again, and send the act with the new revision and a new key`;
  return refusal === null ? 'It was not done' : REFUSED[refusal];
}

const REFUSED: Readonly<Record<Refusal, string>> = {
  no_such_alert: 'There is no such alert, or it was closed so long ago that nothing can be done with it',
  no_such_window: 'There is no such window: GET /api/windows lists them',
  no_such_mute: 'There is no such mute, or it is over: GET /api/mutes lists them',
  is_closed: 'It is closed: reopen it first',
  is_not_closed: 'It is not closed',
  still_lasting: 'It still goes on: with this verdict it can be closed only when it is over',
  cause_missing: 'Say the cause',
  text_missing: 'Say something',
  another_is_open: 'Another alert for the same thing is open by now: go on with that one',
  ended_already: 'It is over already',
  too_long: 'It is longer than 7 days: what is quiet for ever is forgotten',
  ends_before_it_begins: 'It would be over before it begins, or before now',
  key_used: '`key` was used for another act, or by somebody else, and nothing was done: make a new one for each act',
};
