import type { AlertBook } from '@clearwell/alerts';
import type { Quiet } from '@clearwell/contracts';
import type { EpochMs, Mute, WorkWindow } from '@clearwell/water-quality';

/** Windows and mutes that are in force or still to come: what is over by the clock is over, whether it was ended yet or not. */
export function quietOf(book: Pick<AlertBook, 'windows' | 'mutes'>, now: EpochMs): Quiet {
  const isLeft = ({ until, endedAt }: WorkWindow | Mute): boolean => endedAt === null && until > now;
  const windows = book.windows().filter(isLeft);
  return {
    windows: windows.map((one) => ({ ...one, channels: one.channels === null ? null : [...one.channels] })),
    mutes: book.mutes().filter(isLeft),
  };
}

/** Notices when windows and mutes are opened, begin and end: the last two by the clock alone. */
export class QuietWatch {
  #seen = '';

  hasChanged({ windows, mutes }: Quiet, now: EpochMs): boolean {
    const seen = [...windows, ...mutes].map(({ id, from }) => `${id} ${from <= now ? 'in force' : 'to come'}`).join();
    const hasChanged = seen !== this.#seen;
    this.#seen = seen;
    return hasChanged;
  }
}
