import { DAY, HOUR, MINUTE, type Work } from '@clearwell/water-quality';

/** How long things last; all in ms. */
export const ALERT_POLICY = {
  /** In event time: what begins this soon after an alert was over goes on with it, while nobody closed it. */
  reopenWithin: 6 * HOUR,
  /** Water that several stations agreed on may be on its way to the next: what is over at all of them for so long is over. */
  clusterSettles: 2 * HOUR,
  /** An acknowledgement after which nothing follows counts no longer. */
  acknowledgementLasts: 30 * MINUTE,
  /** A station that comes back has its memory to send: what was held back by its silence waits this long for it. */
  backfillPatience: 2 * MINUTE,
  /** A limit that one parameter breaks alone is told of if it goes on so long; its probe may be found at fault meanwhile. */
  loneParameterWaits: 30 * MINUTE,
  /** A limit that was broken on so many days of `habitWithin`, and told of once, is told again only if it is worse. */
  habitFrom: 4,
  habitWithin: 7 * DAY,
  /** What began under a fault of its probe and outlasts it so long is the water's after all. */
  probeSettles: 40 * MINUTE,
  /** What was judged so long ago says little of now: the rest of a backfill is waited for, `backfillPatience` long. */
  dataIsOld: 30 * MINUTE,
  /** Once maintainers were told that so many stations fell silent within so long, it is not the stations: others are shown. */
  manySilent: 5,
  silentTogether: HOUR,
  /** What is over, and of which nobody was notified or took any notice, leaves the list by itself. */
  lapsesAfter: 7 * DAY,
  /** Closed alerts, windows and answers are remembered for as long as late data may change an episode, and a day more. */
  remembered: 31 * DAY,
  /** Work a station announced, and never said the end of. */
  stationWorkLasts: { calibration: 2 * HOUR, maintenance: 8 * HOUR } satisfies Record<Work, number> as Record<
    Work,
    number
  >,
  /** A longer window or mute is refused: what is quiet for ever is forgotten. */
  longestQuiet: 7 * DAY,
  /** Days of alert numbers begin at midnight of this offset from UTC. */
  utcOffset: 8 * HOUR,
};

export type AlertPolicy = Readonly<typeof ALERT_POLICY>;
