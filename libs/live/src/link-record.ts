import { DAY, LONGEST_DROP, MOST_DROPS, type EpochMs, type LinkFinding } from '@clearwell/water-quality';

interface Drop {
  readonly from: EpochMs;
  /** Null while it lasts. */
  readonly until: EpochMs | null;
}

/** How a station's connection was in the last 24 hours, by the server's clock. */
export class LinkRecord {
  #drops: readonly Drop[] = [];

  /** @param at not earlier than what was noted before */
  note(isOnline: boolean, at: EpochMs): void {
    const [last, kept] = [this.#drops.at(-1), this.#drops.filter((drop) => isRecent(drop, at))];
    const isDown = last?.until === null;
    if (isDown && isOnline) this.#drops = [...kept.slice(0, -1), { from: last.from, until: at }];
    else this.#drops = isDown || isOnline ? kept : [...kept, { from: at, until: null }];
  }

  /** Null: the connection is as it should be. */
  finding(now: EpochMs): LinkFinding | null {
    const recent = this.#drops.filter((drop) => isRecent(drop, now));
    const longestMs = Math.max(0, ...recent.map(({ from, until }) => (until ?? now) - from));
    const first = recent[0];
    if (first === undefined || (recent.length <= MOST_DROPS && longestMs <= LONGEST_DROP)) return null;
    const said = { since: first.from, lateMs: 0, drops: recent.length, longestMs };
    return { kind: 'link', level: 'notice', channel: null, ...said };
  }
}

const isRecent = ({ until }: Drop, now: EpochMs): boolean => until === null || until > now - DAY;
