import { FRAME_STEP } from '@clearwell/contracts/frames';
import { SECOND, type EpochMs, type StationId } from '@clearwell/water-quality';
import type { ReplayChoice } from '../state/address.ts';
import type { Scene } from '../state/scene.ts';
import type { Session } from '../state/session.ts';
import { createSignal } from '../state/signal.ts';
import { worsened } from '../state/worsening.ts';
import { FrameBoard } from './frame-board.ts';
import { FrameStore, type FrameSource } from './frame-store.ts';
import { getPast } from './frames-door.ts';
import { PastDay } from './past-day.ts';
import { frameAt, holds, SPANS, spanAround, type TrackSpan } from './span.ts';

const NO_SPAN: TrackSpan = { from: 0, to: 0 };

/** The address is told of where a replay stands, and not of each step on the way. */
const TOLD_EVERY_MS = 1_000;
const REFRESHED_EVERY_MS = 15 * SECOND;
/** What comes sooner is not announced by an empty map. */
const BLANK_AFTER_MS = 300;
/** A browser that slept does not jump. */
const LONGEST_TURN_MS = 250;

/** The map wound back: a moment, the frame of it on the board, and time that runs as fast as one likes. */
export class Replay {
  readonly moment = createSignal<EpochMs>(0);
  readonly isPlaying = createSignal(false);
  readonly span = createSignal(NO_SPAN);
  /** Stations that got worse live, since the replay began. */
  readonly unseen = createSignal(0);
  readonly frames: FrameStore;
  readonly board: FrameBoard;
  private readonly session: Session;
  private choice: ReplayChoice;
  private readonly worse = new Set<StationId>();
  private ends: (() => void)[] = [];
  private turn = 0;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private blanking: ReturnType<typeof setTimeout> | undefined;
  /** Where time stands between two frames. */
  private exact = 0;
  private told: EpochMs;
  private ranAt = 0;

  constructor(session: Session, choice: ReplayChoice, source: FrameSource) {
    this.session = session;
    this.choice = choice;
    this.told = choice.at;
    this.frames = new FrameStore(source, choice);
    const phase = session.stations.get();
    this.board = new FrameBoard(phase.kind === 'ready' ? phase.stations : []);
    this.moment.set(frameAt(choice.at));
  }

  start(): void {
    const { session, frames } = this;
    let standings = session.board.standings.get();
    const refreshing = setInterval(() => void frames.refresh(), REFRESHED_EVERY_MS);
    this.ends = [
      frames.changes.subscribe(this.paint),
      session.board.standings.subscribe(() => {
        const after = session.board.standings.get();
        // The first states are nothing that happened.
        if (standings.size > 0) for (const id of worsened(standings, after)) this.worse.add(id);
        standings = after;
        this.unseen.set(this.worse.size);
      }),
      () => {
        clearInterval(refreshing);
      },
    ];
    session.scene.set(this.sceneOf(this.choice.view === 'known'));
    this.seek(this.choice.at);
  }

  /** Gives the map back to the city as it is now. */
  stop(): void {
    this.pause();
    clearTimeout(this.telling);
    this.keep();
    for (const end of this.ends) end();
    this.frames.stop();
    this.span.set(NO_SPAN);
    this.session.scene.set(this.session.liveScene);
  }

  /** The newest frame there can be. */
  get newest(): EpochMs {
    return frameAt(this.session.now.get() ?? this.choice.at);
  }

  /** Takes over what the address says: another moment, speed, view or parameter. */
  choose(choice: ReplayChoice): void {
    const isOtherView = choice.view !== this.choice.view;
    this.choice = choice;
    if (isOtherView) this.session.scene.set(this.sceneOf(choice.view === 'known'));
    this.frames.show(choice);
    // What this replay told the address itself is on its way behind the moment.
    if (choice.at !== this.told && frameAt(choice.at) !== this.moment.get()) this.seek(choice.at);
    this.told = choice.at;
  }

  /** Shows the frame of an instant, or the newest there is. */
  readonly seek = (to: EpochMs): void => {
    const at = Math.min(frameAt(to), this.newest);
    this.exact = at;
    if (!holds(this.span.get(), at)) this.cover(spanAround(at, this.spanLength, this.newest));
    this.moment.set(at);
    this.frames.near(at);
    this.paint();
    this.tell();
  };

  cover(span: TrackSpan): void {
    this.span.set(span);
    void this.frames.cover(span);
    const at = this.moment.get();
    if (at !== 0 && !holds(span, at)) this.seek(at < span.from ? span.from : span.to - FRAME_STEP);
  }

  /** As much stays on the track as was chosen last. */
  private get spanLength(): number {
    const { from, to } = this.span.get();
    return to === from ? SPANS[0] : to - from;
  }

  readonly toggle = (): void => {
    if (this.isPlaying.get()) this.pause();
    else this.play();
  };

  private play(): void {
    this.isPlaying.set(true);
    this.exact = this.moment.get();
    this.ranAt = performance.now();
    this.turn = requestAnimationFrame(this.run);
  }

  private pause(): void {
    cancelAnimationFrame(this.turn);
    this.isPlaying.set(false);
  }

  private readonly run = (time: number): void => {
    const passed = Math.max(0, Math.min(LONGEST_TURN_MS, time - this.ranAt));
    this.ranAt = time;
    // A day that is not there yet is waited for.
    const { kind } = this.frames.phaseOf(this.moment.get());
    if (kind !== 'loading') this.exact += passed * this.choice.speed;
    const at = frameAt(this.exact);
    if (at !== this.moment.get()) {
      const end = Math.min(this.newest, this.span.get().to - FRAME_STEP);
      if (at > end) {
        this.pause();
        return;
      }
      const { exact } = this;
      this.seek(at);
      this.exact = exact;
    }
    this.turn = requestAnimationFrame(this.run);
  };

  private readonly paint = (): void => {
    const at = this.moment.get();
    const phase = this.frames.phaseOf(at);
    if (phase.kind === 'loading') {
      this.blanking ??= setTimeout(this.blank, BLANK_AFTER_MS);
      return;
    }
    this.keep();
    this.board.show(phase.kind === 'ready' ? phase.frames : null, at);
  };

  /** What was shown is no longer what there was. */
  private readonly blank = (): void => {
    this.keep();
    this.board.show(null, this.moment.get());
  };

  private keep(): void {
    clearTimeout(this.blanking);
    this.blanking = undefined;
  }

  private sceneOf(isKnown: boolean): Scene {
    const { board, moment } = this;
    const openDay = (station: StationId) => new PastDay(station, { moment, isKnown, fetchPast: getPast });
    return {
      kind: 'replay',
      board,
      now: moment,
      isLate: board.isLate,
      isCalm: () => false,
      workAt: () => null,
      openDay,
    };
  }

  private tell(): void {
    if (this.telling !== undefined || this.moment.get() === this.choice.at) return;
    this.telling = setTimeout(() => {
      this.telling = undefined;
      const { address } = this.session;
      const { replay } = address.get();
      this.told = this.moment.get();
      if (replay !== null) address.change({ replay: { ...replay, at: this.told } });
    }, TOLD_EVERY_MS);
  }
}
