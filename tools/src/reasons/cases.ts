import {
  channelKey,
  HOUR,
  MINUTE,
  type ChannelKey,
  type LimitFinding,
  type TrendFinding,
} from '@clearwell/water-quality';
import { faultCase, findingCase, cityA, type Place, type ReasonCase } from './reason-case.ts';
import { INCIDENT_CASES } from './incident-cases.ts';

const key = (text: string): ChannelKey => channelKey(text);
const GECCO: Place = ['出厂水', 'Waterworks outlet', 'GECCO 2018'];
const CANARY: Place = ['B 站', 'Station B', 'EPA CANARY station B'];
const MADE = 'figures made up';

const limit = (
  [limitId, level, channel]: readonly [string, LimitFinding['level'], string],
  [value, count, since]: readonly [number, number, number],
  rest: Partial<LimitFinding> = {},
): LimitFinding => ({
  ...{ kind: 'limit', limit: limitId, level, channel: key(channel), value, count, since },
  ...{ withinTolerance: false, lateMs: 0, ...rest },
});
const END_CHLORINE = ['gb2022.free_chlorine.end.min', 'red', 'free_chlorine'] as const;
const TURBIDITY = ['gb2022.turbidity', 'red', 'turbidity'] as const;

const trend = (
  window: TrendFinding['window'],
  channel: string,
  since: number,
  rest: Pick<TrendFinding, 'limit' | 'slope' | 'left' | 'against' | 'value'>,
): TrendFinding => ({ kind: 'trend', level: 'notice', lateMs: 0, window, channel: key(channel), since, ...rest });
const notice = { level: 'notice', lateMs: 0 } as const;
const move = (
  channel: string,
  direction: 'rise' | 'fall',
  weight: number,
  [before, value]: readonly [number, number],
) => ({
  ...{ channel: key(channel), direction, weight, before, value },
});
const reagent = (channel: string, since: number) =>
  ({
    ...notice,
    kind: 'fault',
    fault: 'reagent_empty',
    channel: key(channel),
    since,
    evidence: [],
    partner: null,
  }) as const;
const event = { kind: 'event', level: 'amber', channel: null, lateMs: 0 } as const;

const SEWAGE = {
  ...{ ...event, since: 1773843084000, score: 16.589 },
  contributions: [
    move('turbidity', 'rise', 0.256, [0.2325, 3.826]),
    move('conductivity', 'rise', 0.192, [498.5, 547]),
    move('orp', 'fall', 0.181, [638.5, 427]),
    move('free_chlorine', 'fall', 0.171, [0.565, 0.04]),
    move('ph', 'fall', 0.16, [7.595, 7.52]),
    move('uv254', 'rise', 0.04, [3.11, 5.88]),
  ],
} as const;

const LIMIT_CASES: readonly ReasonCase[] = [
  findingCase('limit red', cityA('A10'), [limit(END_CHLORINE, [0.02, 77, 1773445330000]), 1773491530000]),
  findingCase(
    'limit red, an event besides',
    cityA('A36'),
    [limit(TURBIDITY, [3.82, 3, 1773843684000]), 1773844884000],
    {
      beside: [SEWAGE],
    },
  ),
  findingCase('limit red, extreme', cityA('A10'), [limit(TURBIDITY, [20, 1, 1772599330000]), 1772599330000]),
  findingCase('limit red, within tolerance', cityA('A10'), [
    limit(END_CHLORINE, [0.04, 3, 1772457730000], { withinTolerance: true }),
    1772459530000,
  ]),
  findingCase('limit red, back inside but within tolerance', cityA('A10'), [
    limit(END_CHLORINE, [0.06, 5, 1773868930000], { withinTolerance: true }),
    1773872530000,
  ]),
  findingCase(
    'limit red, the probe at fault',
    cityA('A37'),
    [limit(END_CHLORINE, [0.02, 25, 1773019085000]), 1773033485000],
    {
      beside: [reagent('free_chlorine', 1772965685000)],
    },
  ),
  findingCase('limit red, found late', cityA('A24', MADE), [
    limit(['gb2022.ph.max', 'red', 'ph'], [8.71, 6, 1774830000000], { lateMs: 23.2 * HOUR }),
    1774913494000,
  ]),
  findingCase('limit amber', cityA('A16'), [
    limit(['op.turbidity', 'amber', 'turbidity'], [0.769, 2, 1772520887000]),
    1772521487000,
  ]),
  findingCase('limit amber, within tolerance', cityA('A03'), [
    limit(['op.free_chlorine.outlet.min', 'amber', 'free_chlorine'], [0.39, 3, 1772780641000], {
      withinTolerance: true,
    }),
    1772783041000,
  ]),
  findingCase('limit amber of a guideline', cityA('A07', MADE), [
    limit(['who.free_chlorine.delivery.min', 'amber', 'free_chlorine'], [0.15, 4, 1772896031000]),
    1772898000000,
  ]),
];

const TREND_CASES: readonly ReasonCase[] = [
  findingCase('trend half_day', cityA('A36'), [
    trend('half_day', 'turbidity', 1774332084000, {
      ...{ limit: 'op.turbidity', against: 0.5, value: 0.38883, slope: [0.0030417, 0.0114833, 0.0199583] },
      left: [20051778, 34850511, 131572619],
    }),
    1774332084000,
  ]),
  findingCase('trend half_day, chlorine', cityA('A07'), [
    trend('half_day', 'free_chlorine', 1772896031000, {
      ...{
        limit: 'op.free_chlorine.end.min',
        against: 0.1,
        value: 0.30167,
        slope: [-0.0279167, -0.0211111, -0.0133333],
      },
      left: [26005975, 34389479, 54450001],
    }),
    1772896031000,
  ]),
  findingCase(
    'trend half_day, the probe at fault',
    cityA('A35'),
    [
      trend('half_day', 'free_chlorine', 1773342093000, {
        ...{
          limit: 'gb2022.free_chlorine.end.min',
          against: 0.05,
          value: 0.05667,
          slope: [-0.0425, -0.0168973, -0.0098611],
        },
        left: [564706, 1420344, 2433804],
      }),
      1773369693000,
    ],
    { beside: [reagent('free_chlorine', 1773299493000)] },
  ),
  findingCase('trend week', cityA('A45'), [
    trend('week', 'free_chlorine', 1773385413000, {
      ...{
        limit: 'op.free_chlorine.end.min',
        against: 0.1,
        value: 0.32833,
        slope: [-0.0032986, -0.0017419, -0.0004244],
      },
      left: [249195807, 471899063, 1936930992],
    }),
    1773385413000,
  ]),
  findingCase('trend usual', cityA('A22'), [
    trend('usual', 'free_chlorine', 1774544918000, {
      limit: null,
      slope: [0, 0, 0],
      left: null,
      against: 0.74,
      value: 0.15167,
    }),
    1774544918000,
  ]),
];

const EVENT_CASES: readonly ReasonCase[] = [
  findingCase('event of dirt', cityA('A36'), [SEWAGE, 1773844884000], { threshold: 1.9 }),
  findingCase(
    'event of several parameters',
    GECCO,
    [
      {
        ...{ ...event, since: Date.UTC(2016, 7, 14, 16, 59), score: 3.8 },
        contributions: [
          move('orp', 'fall', 0.46, [752, 728]),
          move('ph', 'rise', 0.4, [8.32, 8.57]),
          move('turbidity', 'rise', 0.14, [0.02, 0.028]),
        ],
      },
      Date.UTC(2016, 7, 14, 17, 9),
    ],
    { threshold: 1.75 },
  ),
  findingCase(
    'event of one channel',
    cityA('A24'),
    [
      { ...event, since: 1774154909000, score: 2.005, contributions: [move('turbidity', 'rise', 1, [0.148, 0.232])] },
      1774154909000,
    ],
    { threshold: 1.9 },
  ),
  findingCase(
    'event of one channel, chlorine',
    cityA('A03'),
    [
      { ...event, since: 1775025841000, score: 1.774, contributions: [move('free_chlorine', 'rise', 1, [0.49, 0.86])] },
      1775025841000,
    ],
    { threshold: 1.75 },
  ),
  findingCase(
    'event of two probes of one parameter',
    GECCO,
    [
      {
        ...{ ...event, since: Date.UTC(2016, 8, 18, 19, 39), score: 2.5 },
        contributions: [
          move('chlorine_dioxide.2', 'fall', 0.7, [0.106, 0.071]),
          move('chlorine_dioxide', 'fall', 0.3, [0.16, 0.13]),
        ],
      },
      Date.UTC(2016, 8, 18, 19, 59),
    ],
    { threshold: 1.75, resolutionOf: () => 0.001 },
  ),
  findingCase(
    'event of an odd blend',
    cityA('A05'),
    [
      {
        ...{ ...event, since: 1772921650000, score: 2.57 },
        contributions: [
          move('ph', 'rise', 0.446, [7.675, 7.75]),
          move('free_chlorine', 'rise', 0.328, [0.57, 0.57]),
          move('turbidity', 'fall', 0.226, [0.1375, 0.121]),
        ],
      },
      1772925850000,
    ],
    { threshold: 1.9 },
  ),
];

const FAULT_CASES: readonly ReasonCase[] = [
  faultCase('missing', cityA('A16', MADE), {
    channel: 'ph',
    since: 1772520887000,
    saidAt: 1772522687000,
    evidence: [3],
  }),
  faultCase('flatline', cityA('A40'), {
    ...{ channel: 'free_chlorine', since: 1773680059000, saidAt: 1773687859000 },
    evidence: [0.03, 2.16667, 0.8288, 7.211],
  }),
  faultCase('frozen', cityA('A47'), {
    channel: 'uv254',
    since: 1774499727000,
    saidAt: 1774501527000,
    evidence: [3, 6, 14.68],
  }),
  faultCase('spike', cityA('A21'), {
    ...{ channel: 'free_chlorine', since: 1772476007000, saidAt: 1772476607000, endedAt: 1772476607000 },
    evidence: [1.35, 0.53, 1.92],
  }),
  faultCase('dropout', cityA('A34'), {
    channel: 'free_chlorine',
    since: 1774287531000,
    saidAt: 1774292931000,
    evidence: [0.62, 34.3],
  }),
  faultCase('shift', cityA('A45'), {
    ...{ channel: 'free_chlorine', since: 1773210813000, saidAt: 1773212613000, endedAt: 1773212613000 },
    evidence: [0.545, 0.21333, -5.5608, 0.18878],
  }),
  faultCase('drift_fouling', cityA('A05'), {
    channel: 'turbidity',
    since: 1772963050000,
    saidAt: 1773308650000,
    evidence: [0.14054, 96, -0.16967, 1],
  }),
  faultCase('drift_fouling', CANARY, {
    ...{ channel: 'free_chlorine.2', since: Date.UTC(2006, 1, 20, 17, 40), saidAt: Date.UTC(2006, 1, 22, 11, 40) },
    evidence: [-0.289, 42, 0.55, 0],
  }),
  faultCase('noise_burst', cityA('A36'), {
    ...{ channel: 'turbidity', since: 1773616284000, saidAt: 1773621684000, evidence: [0.46969, 0.066956, 0.0091] },
  }),
  faultCase('range_clip', cityA('A42'), {
    channel: 'orp',
    since: 1775352206000,
    saidAt: 1775353406000,
    endedAt: 1775355806000,
    evidence: [1000, 654, 3],
  }),
  faultCase('reagent_empty', cityA('A20'), {
    channel: 'free_chlorine',
    since: 1773130150000,
    saidAt: 1773198550000,
    evidence: [0.50068, 0.02, 18, 0.28],
  }),
  faultCase('reagent_empty', cityA('A37'), {
    channel: 'free_chlorine',
    since: 1772965685000,
    saidAt: 1773033485000,
    evidence: [0.43312, 0.02, 17.8333, NaN],
  }),
  faultCase('swapped', cityA('A43'), {
    channel: 'free_chlorine',
    since: 1773113550000,
    saidAt: 1773114150000,
    evidence: [0.69, 7.8, 7.82],
    partner: 'ph',
  }),
];

const CONNECTION_CASES: readonly ReasonCase[] = [
  findingCase('silence', cityA('A24'), [
    { ...notice, kind: 'silence', channel: null, since: 1774829909000 },
    1774913494000,
  ]),
  findingCase(
    'silence after an unstable link, a warning open',
    cityA('A34', MADE),
    [{ ...notice, kind: 'silence', channel: null, since: 1774384731000 }, 1774387431000],
    {
      beside: [
        { ...notice, kind: 'link', channel: null, since: 1774300000000, drops: 7, longestMs: 4 * MINUTE },
        limit(['op.turbidity', 'amber', 'turbidity'], [0.77, 2, 1774380000000]),
      ],
    },
  ),
  findingCase('link broken often', cityA('A34', MADE), [
    { ...notice, kind: 'link', channel: null, since: 1774300000000, drops: 7, longestMs: 4 * MINUTE },
    1774384731000,
  ]),
  findingCase('link broken long', cityA('A24', MADE), [
    { ...notice, kind: 'link', channel: null, since: 1774829909000, drops: 1, longestMs: 23.2 * HOUR },
    1774913494000,
  ]),
];

/** The chapters of the page. */
export const REASONS = {
  Limits: LIMIT_CASES,
  Trends: TREND_CASES,
  Events: EVENT_CASES,
  Faults: FAULT_CASES,
  'Silence and connection': CONNECTION_CASES,
  Incidents: INCIDENT_CASES,
} as const satisfies Record<string, readonly ReasonCase[]>;
