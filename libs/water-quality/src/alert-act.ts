import type { AlertId } from './alert.ts';
import type { Happening } from './alert-notice.ts';
import type { Verdict } from './alert-verdict.ts';
import type { MuteScope, Work } from './alert-work.ts';
import type { ChannelKey, EpochMs, StationId } from './brand.ts';

/** An act on an alert as somebody saw it. */
interface OnAlert {
  readonly alert: AlertId;
  /** The revision that was seen; null: whatever it is. */
  readonly revision: number | null;
}

/** What people do. */
export type Act =
  | ({ readonly do: 'acknowledge' | 'investigate' } & OnAlert)
  /** To nobody (null): it is taken back. */
  | ({ readonly do: 'assign'; readonly to: string | null } & OnAlert)
  | ({ readonly do: 'comment'; readonly text: string } & OnAlert)
  | ({ readonly do: 'close'; readonly verdict: Verdict; readonly cause: string } & OnAlert)
  | ({ readonly do: 'reopen'; readonly reason: string } & OnAlert)
  | {
      readonly do: 'open_window';
      readonly station: StationId;
      readonly channels: readonly ChannelKey[] | null;
      readonly work: Work;
      /** Null: at once. */
      readonly from: EpochMs | null;
      readonly until: EpochMs;
      readonly reason: string;
    }
  | { readonly do: 'end_window'; readonly window: string }
  | { readonly do: 'mute'; readonly scope: MuteScope; readonly until: EpochMs; readonly reason: string }
  | { readonly do: 'unmute'; readonly mute: string };

export type AlertAct = Extract<Act, OnAlert>;

/** Why an act was not done. */
export const REFUSALS = [
  'no_such_alert',
  'no_such_window',
  'no_such_mute',
  'is_closed',
  'is_not_closed',
  'still_lasting',
  'cause_missing',
  'text_missing',
  'another_is_open',
  'ended_already',
  'too_long',
  'ends_before_it_begins',
  'key_used',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What became of an act; the same act by the same key has the same answer for ever. */
export interface ActAnswer {
  /** The idempotency key it came with. */
  readonly key: string;
  /** Who asked for what, as one text; absent from what was answered before that was kept. */
  readonly asked?: string;
  readonly at: EpochMs;
  readonly outcome: 'done' | 'conflict' | 'refused';
  readonly refusal: Refusal | null;
  /** Of a conflict: what somebody, or the data (null), did meanwhile. */
  readonly conflict: { readonly what: Happening; readonly by: string | null; readonly at: EpochMs } | null;
  readonly alert: AlertId | null;
  /** The alert's revision after it. */
  readonly revision: number | null;
  /** Id of the window or mute it opened or ended. */
  readonly made: string | null;
}
