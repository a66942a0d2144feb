import { useEffect, useMemo, useRef, useState } from 'react';
import { SITE_TYPES, type ChannelKey, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { StationState } from '@clearwell/contracts';
import { getHistory } from '../door.ts';
import { StatusIcon } from '../map/status-icon.tsx';
import { DayStore, type DayPhase } from '../state/history-store.ts';
import { newestOf } from '../state/day-history.ts';
import type { Scene } from '../state/scene.ts';
import { useAddress, useSay, useScene, useSession, useSpeech, useStationState } from '../state/session-context.ts';
import { usePicked, useSignal } from '../state/use-signal.ts';
import { statusSentence } from '../words/status-sentence.ts';
import { shortText, spanText } from '../words/time-text.ts';
import { parameterFor, valueText } from '../words/value-text.ts';
import { byWorst, channelOf } from '../words/worst-finding.ts';
import { ChannelDay } from './channel-day.tsx';
import { ChannelTile } from './channel-tile.tsx';
import '../styles/drawer.css';
import { RaisedList } from './raised-list.tsx';
import { openAt, ruleText, useRaised, type Raised, type RaisedPhase } from './raised.ts';
import { StationAlerts } from './station-alerts.tsx';
import { StationQuiet } from './station-quiet.tsx';
import { StationFacts } from './station-facts.tsx';
import { say as words } from './words.ts';

/** The drawer of the station in the address, if any. */
export function OpenStation() {
  const { station } = useAddress();
  const phase = useSignal(useSession().stations);
  const say = useSay(words);
  if (station === null || phase.kind !== 'ready') return null;
  const found = phase.byId.get(station as StationId);
  return (
    <Drawer key={station} label={found === undefined ? station : found.id}>
      {found === undefined ? (
        <p className="drawer__unknown">{say('drawer.unknown', { id: station })}</p>
      ) : (
        <Body station={found} />
      )}
    </Drawer>
  );
}

/** On a narrow screen the map is hidden behind the drawer, and whoever had the focus lost it before. */
const focusable = (element: Element | null): HTMLElement | null =>
  element instanceof HTMLElement && element !== document.body && element.isConnected ? element : null;

/** The station's marker or row, whichever is on the screen. */
function shownOf(station: string): HTMLElement | undefined {
  const ofStation = document.querySelectorAll<HTMLElement>(`[data-station="${CSS.escape(station)}"]`);
  return [...ofStation].find((element) => getComputedStyle(element).visibility === 'visible' && element.tabIndex >= 0);
}

function Drawer({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  const { address } = useSession();
  const say = useSay(words);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const cameFrom = document.activeElement;
    close.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') address.change({ station: null });
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      (focusable(cameFrom) ?? shownOf(label))?.focus({ preventScroll: true });
    };
  }, [address, label]);
  return (
    <aside className="drawer" aria-labelledby="drawer-title" data-drawer={label}>
      <button ref={close} type="button" className="drawer__close" onClick={() => address.change({ station: null })}>
        <span aria-hidden="true">✕</span>
        <span className="unseen">{say('drawer.close')}</span>
      </button>
      {children}
    </aside>
  );
}

function useDay(station: Station) {
  const { board } = useSession();
  const { openDay } = useScene();
  const store = useMemo(
    () => openDay?.(station.id) ?? new DayStore(station.id, { board, fetchHistory: getHistory }),
    [station.id, board, openDay],
  );
  useEffect(() => {
    store.start();
    return () => {
      store.stop();
    };
  }, [store]);
  return { day: useSignal(store.phase), retry: store.retry };
}

/** Frames hold one parameter; the history of that moment holds all of them, and the exact times. */
function shownState(scene: Scene, state: StationState | undefined, day: DayPhase): StationState | undefined {
  if (scene.kind === 'live' || state === undefined || day.kind !== 'ready') return state;
  return { ...state, latest: newestOf(day.history) ?? state.latest };
}

const MINUTE_MS = 60_000;

function Body({ station }: { readonly station: Station }) {
  const say = useSay(words);
  const scene = useScene();
  const { day, retry } = useDay(station);
  const state = shownState(scene, useStationState(station.id), day);
  // Ages here are told in minutes: nothing is gained by every second.
  const minute = usePicked(scene.now, (at) => (at === null ? 0 : Math.floor(at / MINUTE_MS) * MINUTE_MS));
  const now = scene.kind === 'live' ? Math.max(minute, state?.latest?.receivedAt ?? 0) : minute;
  const [chosen, setChosen] = useState<ChannelKey | null>(null);
  const raised = useRaised(station, now, (state?.findings ?? []).map(({ since }) => since).join(' '));
  const open = useOpenThen(raised.phase, state, now);
  const worst = channelOf(byWorst(state?.findings ?? [])[0]) ?? open[0]?.channel;
  const selected =
    station.channels.find(({ key }) => key === chosen) ??
    station.channels.find(({ key }) => key === worst) ??
    station.channels[0];
  return (
    <>
      <Heading station={station} state={state} now={now} open={open} />
      <StationQuiet station={station.id} now={now} />
      <StationAlerts station={station.id} />
      <div className="tiles" role="group" aria-label={say('drawer.channels')}>
        {station.channels.map((channel) => (
          <ChannelTile
            key={channel.key}
            station={station}
            channel={channel}
            state={state}
            history={day.kind === 'ready' ? day.history : null}
            at={state?.latest?.sampledAt ?? now}
            isSelected={channel === selected}
            select={() => {
              setChosen(channel.key);
            }}
          />
        ))}
      </div>
      {selected !== undefined && <ChannelDay station={station} channel={selected} day={day} retry={retry} />}
      <RaisedList station={station} now={now} phase={raised.phase} retry={raised.retry} />
      <StationFacts station={station} state={state} now={now} />
    </>
  );
}

const NONE: readonly Raised[] = [];

/** What was open at the moment of a replay, the worst first; where the frame says that nothing was, nothing. */
function useOpenThen(phase: RaisedPhase, state: StationState | undefined, now: EpochMs): readonly Raised[] {
  const { kind } = useScene();
  if (kind === 'live' || phase.kind !== 'ready' || state === undefined) return NONE;
  const isOf = ({ level }: Raised): boolean => state.status === 'exceedance' || level === 'amber';
  if (state.status !== 'exceedance' && state.status !== 'warning') return NONE;
  return openAt(phase.raised, now)
    .filter(isOf)
    .sort((a, b) => Number(a.level === 'amber') - Number(b.level === 'amber'));
}

interface HeadingProps {
  readonly station: Station;
  readonly state: StationState | undefined;
  readonly now: EpochMs;
  /** In a replay: what was open then. */
  readonly open: readonly Raised[];
}

function Sentence({ station, state, now, open }: HeadingProps) {
  const speech = useSpeech();
  const say = useSay(words);
  const [first, ...rest] = open;
  const channel = first?.channel ?? null;
  const value = channel === null ? null : state?.latest?.values[channel];
  if (first === undefined || channel === null || value == null)
    return <>{statusSentence(speech, { station, state, now })}</>;
  return (
    <>
      {say('then', {
        what: ruleText({ speech, say, station }, first),
        since: shortText(first.at, now),
        value: valueText(parameterFor(station, channel), value),
        more: rest.length === 0 ? '' : say('then.more', { count: rest.length }),
      })}
    </>
  );
}

/** Where what is shown came long after it was sampled. */
function LateMark({ station, state }: Pick<HeadingProps, 'station' | 'state'>) {
  const speech = useSpeech();
  const say = useSay(words);
  const { kind } = useScene();
  const latest = state?.latest;
  const way = latest == null ? 0 : latest.receivedAt - latest.sampledAt;
  if (kind === 'live' || way <= station.intervalMs) return null;
  return <p className="drawer__late">{say('late', { span: spanText(speech, way) })}</p>;
}

function Heading({ station, state, now, open }: HeadingProps) {
  const speech = useSpeech();
  const { name } = speech;
  const status = state?.status ?? 'stale';
  return (
    <header className={`drawer__head drawer__head--${status}`}>
      <p className="drawer__place">
        {name(station.district)} · {name(SITE_TYPES[station.siteType])} · {station.id}
      </p>
      <h2 id="drawer-title">
        <StatusIcon status={status} unverified={state?.unverified === true} /> {name(station.name)}
      </h2>
      <p className="drawer__sentence">
        <Sentence station={station} state={state} now={now} open={open} />
      </p>
      <LateMark station={station} state={state} />
    </header>
  );
}
