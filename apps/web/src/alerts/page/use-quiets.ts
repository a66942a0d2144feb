import type { Quiet } from '@clearwell/contracts';
import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import { handlesAny, isAllowed, useWho } from '../../people/who.ts';
import { useSession } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';
import { useTelling } from '../use-telling.ts';

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

/** Whether whoever is at the page may keep quiet what is of one of these stations; of none: of the whole city. */
export function useQuietLeave(): (stations: readonly StationId[]) => boolean {
  const session = useWho();
  const { stationOf } = useTelling();
  return (stations) =>
    isAllowed(session, 'window.set') &&
    handlesAny(
      session,
      stations.flatMap((id) => stationOf(id)?.district.zh ?? []),
    );
}

/** What keeps an alert quiet by the will of people, as the socket tells it. */
export function useQuiets(alert: AlertDetail, now: EpochMs): Quiet {
  const { mutes, windows } = useSignal(useSession().board.quiet);
  return {
    mutes: mutes.filter((mute) => mute.until > now && isMuted(alert, mute)),
    windows: windows.filter(({ station, until }) => until > now && alert.stations.includes(station)),
  };
}
