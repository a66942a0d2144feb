// A server's alerts and their delivery with nothing around them, for being killed: `tools/src/faults/notice-kills.ts` runs it.
import { AlertBook, takeEntry } from '@clearwell/alerts';
import { Ledger, type CommitPoint } from '@clearwell/ledger';
import {
  channelKey,
  MINUTE,
  stationId,
  type Episode,
  type EpisodesEntry,
  type EpochMs,
} from '@clearwell/water-quality';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { NoticeDelivery } from './notice-delivery.ts';

const [file = '', url = '', secret = '', steps = '0', beganAt = '0', at = '', commit = '0'] = process.argv.slice(2);

const STATIONS = 8;
const LIMITS = [
  { channel: 'turbidity', rule: 'gb2022.turbidity', worst: 2 },
  { channel: 'ph', rule: 'gb2022.ph.min', worst: 6 },
];
const BEGIN = Date.UTC(2026, 10, 21, 1);
/** Attempts are counted by a fast clock, or most of the trial would be patience. */
const HASTE = 100;

/** Two red limits (one alone would wait for its probe) broken at one station after the other, over everywhere, and broken again; each step tells inspectors. */
function entryOf(step: number): EpisodesEntry {
  const station = stationId(`zz-00${String(step % STATIONS)}`);
  const phase = Math.floor(step / STATIONS);
  const now = BEGIN + step * MINUTE;
  const start = BEGIN + (step - (phase % 2) * STATIONS) * MINUTE;
  const isOver = phase % 2 === 1;
  const put = LIMITS.map(({ channel, rule, worst }) => {
    const episode: Episode = {
      ...{ station, kind: 'limit', channel: channelKey(channel), rule, level: 'red' },
      ...{ start, raisedAt: start, detectedAt: start, worst, count: 3 },
      ...(isOver ? { end: now, clearedAt: now } : { end: null }),
    };
    return { episode };
  });
  return { kind: 'episodes', at: now, station, judgedUntil: now, put, withdrawn: [] };
}

const failpoint = commit === '0' ? null : { at: at as CommitPoint, commit: Number(commit) };
const ledger = await Ledger.open(file, failpoint);
const book = AlertBook.open();
let now: EpochMs = BEGIN;
/** When the first run of the trial began: the clock goes on over all of them. */
const origin = Number(beganAt);

const delivery = NoticeDelivery.open({
  ledger,
  desk: {
    current: (id) => book.get(id) ?? null,
    describe: ({ id, condition }) => ({ zh: `${id} ${condition}`, en: `${id} ${condition}` }),
  },
  show: () => undefined,
  webhook: { url, secret },
  now: () => now,
  wall: () => origin + (Date.now() - origin) * HASTE,
  warn: (what) => {
    console.log(what);
  },
});

/** What an earlier run committed is taken in again, and not told again. */
function keysOf(path: string): ReadonlySet<unknown> {
  const database = new DatabaseSync(path, { readOnly: true });
  const keys = new Set(
    database
      .prepare('select key from outbox')
      .all()
      .map((row) => row['key']),
  );
  database.close();
  return keys;
}

const known = keysOf(file);
delivery.start();
for (let step = 0; step < Number(steps); step += 1) {
  const entry = entryOf(step);
  now = entry.at;
  const { notices } = takeEntry(book, entry);
  if (notices.every(({ key }) => known.has(key))) continue;
  ledger.commit(() => {
    ledger.outbox.add(notices);
  });
  delivery.wake();
  await pause(1);
}
while (ledger.outbox.waiting().length > 0) {
  delivery.wake();
  await pause(5);
}
await delivery.stop();
ledger.close();
console.log('All was told');
