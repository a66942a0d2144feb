import { useEffect, useState } from 'react';
import { HOUR } from '@clearwell/water-quality';
import { FRAME_STEP } from '@clearwell/contracts/frames';
import { isTyping } from '../frame/typing.ts';
import type { ReplayChoice } from '../state/address.ts';
import { useAddress, useSession } from '../state/session-context.ts';
import type { Session } from '../state/session.ts';
import { usePicked } from '../state/use-signal.ts';
import '../styles/replay.css';
import { getFrameIndex, getFrames } from './frames-door.ts';
import { ReplayBar } from './replay-bar.tsx';
import { Replay } from './replay.ts';

const SOURCE = { index: getFrameIndex, frames: getFrames };

/** The replay of the address, once it is known what stations there are and what time it is. */
export function ReplayMode() {
  const session = useSession();
  const { replay: choice } = useAddress();
  const hasStations = usePicked(session.stations, ({ kind }) => kind === 'ready');
  const hasTime = usePicked(session.now, (now) => now !== null);
  if (choice === null) return null;
  return hasStations && hasTime ? <Running choice={choice} /> : <div className="replay replay--pending" />;
}

function Running({ choice }: { readonly choice: ReplayChoice }) {
  const session = useSession();
  const [replay] = useState(() => new Replay(session, choice, SOURCE));
  useEffect(() => {
    replay.start();
    const onKey = keysOf(session, replay);
    // Before the drawer hears of it: Escape closes the drawer first, and only then ends the replay.
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
      replay.stop();
    };
  }, [session, replay]);
  useEffect(() => {
    replay.choose(choice);
  }, [replay, choice]);
  return <ReplayBar replay={replay} choice={choice} />;
}

/** A button does what it says by Space; elsewhere Space plays. */
const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, [role="button"]') !== null;

function keysOf(session: Session, replay: Replay): (event: KeyboardEvent) => void {
  const { address } = session;
  const step = (span: number) => (): void => {
    replay.seek(replay.moment.get() + span);
  };
  const end = (): void => {
    address.change({ replay: null });
  };
  const actions: Readonly<Record<string, () => void>> = {
    l: end,
    L: end,
    ' ': replay.toggle,
    '[': step(-FRAME_STEP),
    ']': step(FRAME_STEP),
    '{': step(-HOUR),
    '}': step(HOUR),
  };
  return (event) => {
    if (isTyping(event)) return;
    if (event.key === 'Escape') {
      if (address.get().station === null) end();
      return;
    }
    const name = event.shiftKey ? ({ '[': '{', ']': '}' }[event.key] ?? event.key) : event.key;
    const act = actions[name];
    if (act === undefined || (name === ' ' && takesSpace(event.target))) return;
    event.preventDefault();
    act();
  };
}
