import type { Quiet } from '@clearwell/contracts';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { EpochMs } from '@clearwell/water-quality';
import { useSession } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';

function isMuted({ id, stations, rules }: AlertDetail, { scope }: Quiet['mutes'][number]): boolean {
  switch (scope.of) {
    case 'alert':
      return scope.alert === id;
    case 'station':
      return stations.includes(scope.station);
    case 'rule':
      return rules.includes(scope.rule) && (scope.station === null || stations.includes(scope.station));
  }
}

/** What keeps an alert quiet by the will of people, as the socket tells it. */
export function useQuiets(alert: AlertDetail, now: EpochMs): Quiet {
  const { mutes, windows } = useSignal(useSession().board.quiet);
  return {
    mutes: mutes.filter((mute) => mute.until > now && isMuted(alert, mute)),
    windows: windows.filter(({ station, until }) => until > now && alert.stations.includes(station)),
  };
}
