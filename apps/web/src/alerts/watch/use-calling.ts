import type { AlertSummary } from '@clearwell/contracts';
import type { AlertId } from '@clearwell/water-quality';
import { useEffect, useMemo, useRef, useState } from 'react';
import { SpokenQueue } from '../../frame/spoken-queue.ts';
import { isTyping } from '../../frame/typing.ts';
import { isCalling } from '../../state/alert-sight.ts';
import { useSession } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';
import { byUrgency } from '../alert-order.ts';
import { whatText, whereText } from '../alert-title.ts';
import { useTelling } from '../use-telling.ts';
import { allowSound, beep } from './beep.ts';
import { signalCount } from './page-signs.ts';
import { Ringer } from './ringer.ts';

const ringer = new Ringer({
  monotonic: () => performance.now(),
  ring: beep,
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => {
      clearTimeout(timer);
    };
  },
});

/** Alerts that woke people and that nobody has acknowledged, the most urgent first. */
export function useCalling(): readonly AlertSummary[] {
  const alerts = useSignal(useSession().board.alerts);
  return useMemo(() => byUrgency([...alerts.values()].filter(isCalling)), [alerts]);
}

const idsOf = (alerts: readonly AlertSummary[]): string => alerts.map(({ id }) => id).join(' ');

/** Title, icon and sound, for as long as an alert calls. */
export function useSigns(calling: readonly AlertSummary[]): Ringer {
  const before = useRef<ReadonlySet<AlertId>>(new Set());
  const ids = idsOf(calling);
  useEffect(() => signalCount(calling.length), [calling.length]);
  useEffect(() => {
    const now = new Set(ids === '' ? [] : (ids.split(' ') as AlertId[]));
    ringer.call(
      now.size > 0,
      [...now].some((id) => !before.current.has(id)),
    );
    before.current = now;
  }, [ids]);
  useEffect(() => {
    const touch = (): void => {
      allowSound();
      ringer.unlock();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'm' && !isTyping(event)) ringer.mute();
    };
    window.addEventListener('pointerdown', touch);
    window.addEventListener('keydown', touch);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
      window.removeEventListener('keydown', onKey);
      ringer.stop();
    };
  }, []);
  return ringer;
}

/** What is read aloud of alerts that are new, at most once in five seconds. */
export function useSpoken(calling: readonly AlertSummary[]): string {
  const telling = useTelling();
  const [spoken, setSpoken] = useState<readonly AlertId[]>([]);
  const held = useRef(calling);
  const queue = useRef<SpokenQueue<AlertId> | null>(null);
  const known = useRef<ReadonlySet<AlertId>>(new Set());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    queue.current = new SpokenQueue<AlertId>({
      rank: (id) => {
        const place = held.current.findIndex((alert) => alert.id === id);
        return place < 0 ? null : place;
      },
      monotonic: () => performance.now(),
      speak: setSpoken,
      after: (ms, then) => {
        timer = setTimeout(then, ms);
      },
    });
    return () => {
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    held.current = calling;
    queue.current?.add(calling.map(({ id }) => id).filter((id) => !known.current.has(id)));
    known.current = new Set(calling.map(({ id }) => id));
  }, [calling]);
  const [first] = spoken;
  const alert = calling.find(({ id }) => id === first);
  if (alert === undefined) return '';
  const { say } = telling;
  const one = say('banner.one', {
    level: say(`level.${alert.level}`),
    where: whereText(telling, alert.stations),
    what: whatText(telling, alert),
  });
  return spoken.length > 1 ? `${one} · ${say('banner.more', { count: spoken.length - 1 })}` : one;
}
