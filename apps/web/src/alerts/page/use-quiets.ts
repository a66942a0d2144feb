import type { AlertDetail, MuteList, WindowList } from '@clearwell/contracts/alerts';
import type { EpochMs } from '@clearwell/water-quality';
import { useEffect, useState } from 'react';
import { useSignal } from '../../state/use-signal.ts';
import { actQueue } from '../acts/queue.ts';
import { getMutes, getWindows } from '../alerts-door.ts';

type Mute = MuteList['mutes'][number];
type WorkWindow = WindowList['windows'][number];

export interface Quiets {
  readonly mutes: readonly Mute[];
  readonly windows: readonly WorkWindow[];
}

const NONE: Quiets = { mutes: [], windows: [] };

function isMuted({ id, stations, rules }: AlertDetail, { scope }: Mute): boolean {
  switch (scope.of) {
    case 'alert':
      return scope.alert === id;
    case 'station':
      return stations.includes(scope.station);
    case 'rule':
      return rules.includes(scope.rule) && (scope.station === null || stations.includes(scope.station));
  }
}

/** What keeps an alert quiet by the will of people: asked for again whenever it changes or something was done here. */
export function useQuiets(alert: AlertDetail, now: EpochMs): Quiets {
  const [quiets, setQuiets] = useState(NONE);
  const outcome = useSignal(actQueue.outcome);
  const { id, revision } = alert;
  useEffect(() => {
    let isWanted = true;
    void Promise.all([getMutes(), getWindows()]).then(([mutes, windows]) => {
      if (isWanted && mutes.ok && windows.ok) setQuiets({ ...mutes.value, ...windows.value });
    });
    return () => {
      isWanted = false;
    };
  }, [id, revision, outcome]);
  return {
    mutes: quiets.mutes.filter((mute) => mute.until > now && isMuted(alert, mute)),
    windows: quiets.windows.filter(
      ({ station, endedAt, until }) => endedAt === null && until > now && alert.stations.includes(station),
    ),
  };
}
