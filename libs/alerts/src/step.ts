import type { AlertLogEntry } from '@clearwell/water-quality';
import type { AlertBook } from './book.ts';
import { takeTick } from './clockwork.ts';
import { takeEpisodes, takeIncident, takeIncidentBack, takeLink, takeReturn, takeSilence } from './facts.ts';
import { takeAct } from './handling.ts';
import { answerAgain, askedOf } from './repeat.ts';
import { settleAll } from './settle.ts';
import { StepDraft, type Outcome } from './step-draft.ts';
import { takeWork } from './windows.ts';

/** Takes one entry of the log into a book, and says what that changes and whom it concerns. */
export function takeEntry(book: AlertBook, entry: AlertLogEntry): Outcome {
  const answered = entry.kind === 'act' ? book.answer(entry.key) : undefined;
  if (entry.kind === 'act' && answered !== undefined)
    return { changes: NOTHING, notices: [], answer: answerAgain(answered, entry) };
  const step = new StepDraft(book, entry.at, entry.kind === 'act' ? entry.by : null);
  if (entry.kind !== 'act') {
    takeFact(step, entry);
    settleAll(step);
    return step.finish();
  }
  const done = takeAct(step, entry);
  settleAll(step);
  const revision = done.alert === null ? null : step.revisionAfter(done.alert);
  return step.finish({ key: entry.key, asked: askedOf(entry), at: entry.at, revision, ...done });
}

/** The same as a function: the book is left as it is, and the one after the entry comes back, laid over it. */
export function step(book: AlertBook, entry: AlertLogEntry): Outcome & { readonly state: AlertBook } {
  const state = book.fork();
  return { state, ...takeEntry(state, entry) };
}

const NOTHING: Outcome['changes'] = { alerts: [], windows: [], mutes: [], answers: [] };

function takeFact(draft: StepDraft, entry: Exclude<AlertLogEntry, { readonly kind: 'act' }>): void {
  switch (entry.kind) {
    case 'episodes':
      takeEpisodes(draft, entry);
      break;
    case 'incident':
      takeIncident(draft, entry);
      break;
    case 'incident_withdrawn':
      takeIncidentBack(draft, entry);
      break;
    case 'silent':
      takeSilence(draft, entry);
      break;
    case 'back':
      takeReturn(draft, entry);
      break;
    case 'link':
      takeLink(draft, entry);
      break;
    case 'work':
      takeWork(draft, entry);
      break;
    case 'tick':
      takeTick(draft);
      break;
  }
}
