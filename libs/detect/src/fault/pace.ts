import { FAULT_CONSTANTS as C } from './constants.ts';

/** A longer step forgets no more than this share of a memory. */
const MOST = 0.5;

/** What the time since the row before makes of memories: shares of the newest value in each mean. */
export class Pace {
  #step = NaN;
  /** ms */
  dt = 0;
  scale = 0;
  same = 0;
  rough = 0;
  /** What is left after the step. */
  movedLeft = 1;
  spikesLeft = 1;
  usual = 0;
  run = 0;
  high = 0;

  set(step: number): void {
    if (step === this.#step) return;
    this.#step = step;
    const dt = Number.isFinite(step) ? step : 0;
    const share = (memory: number): number => Math.min(MOST, -Math.expm1(-dt / memory));
    this.dt = dt;
    this.scale = share(C.scaleMemory);
    this.same = share(C.sameMemory);
    this.rough = Math.min(share(C.roughMemory), 1 / C.roughRows);
    this.usual = share(C.usualMemory);
    this.run = share(C.runMemory);
    this.high = share(C.highMemory);
    this.movedLeft = Math.exp(-dt / C.movedMemory);
    this.spikesLeft = Math.exp(-dt / C.spikeMemory);
  }
}
