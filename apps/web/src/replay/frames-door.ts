import { historySchema, type History } from '@clearwell/contracts';
import { decodeFrames, frameIndexSchema, type FrameDay, type FrameIndex } from '@clearwell/contracts/frames';
import type { EpochMs, ParameterCode, StationId } from '@clearwell/water-quality';
import { ask, failed, get, type Answer } from '../door.ts';

/** City days, both included. */
export const getFrameIndex = (from: string, to: string): Promise<Answer<FrameIndex>> =>
  get(`/api/frames?from=${from}&to=${to}`, frameIndexSchema);

export interface FramesWanted {
  readonly day: string;
  readonly revision: string;
  readonly parameter: ParameterCode;
  readonly view: 'sampled' | 'known';
}

/** A day that is over comes from the browser's own store the next time. */
export const getFrames = ({ day, revision, parameter, view }: FramesWanted): Promise<Answer<FrameDay>> =>
  ask(
    `/api/frames/${day}?parameter=${parameter}&view=${view}&rev=${encodeURIComponent(revision)}`,
    async (response): Promise<Answer<FrameDay>> => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      try {
        return { ok: true, value: decodeFrames(bytes) };
      } catch {
        return failed('unreadable', 'bad_answer');
      }
    },
  );

/** Readings of one station sampled from `from` up to and without `to`. */
export const getPast = (station: StationId, from: EpochMs, to: EpochMs): Promise<Answer<History>> =>
  get(`/api/stations/${encodeURIComponent(station)}/history?from=${from}&to=${to}&tests=true`, historySchema);
