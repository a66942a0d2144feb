import {
  channelKey,
  HOUR,
  MINUTE,
  stationId,
  type ChannelKey,
  type LimitFinding,
  type TrendFinding,
} from '@clearwell/water-quality';
import {
  faultCase,
  findingCase,
  incidentCase,
  shiftsOf,
  type Place,
  type ReasonCase,
  type Shifted,
} from './reason-case.ts';

const key = (text: string): ChannelKey => channelKey(text);
const cityA = (zh: string, en: string, id: string): Place => [zh, en, `city A, ${id}`];
const GECCO: Place = ['出厂水', 'Waterworks outlet', 'GECCO 2018'];
const CANARY: Place = ['B 站', 'Station B', 'EPA CANARY station B'];
const MADE = ', figures made up';

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

const LIMIT_CASES: readonly ReasonCase[] = [
  findingCase('limit red', cityA('絮岭末梢', 'Xuling end', 'A10'), [
    limit(END_CHLORINE, [0.02, 77, 1773445330000]),
    1773491530000,
  ]),
  findingCase(
    'limit red, an event besides',
    cityA('芷溪出厂', 'Zhixi outlet', 'A01'),
    [limit(TURBIDITY, [4.284, 4, 1774676574000]), 1774678374000],
    {
      beside: [{ ...event, since: 1774676574000, score: 6, contributions: [] }],
    },
  ),
  findingCase('limit red, extreme', cityA('絮岭末梢', 'Xuling end', 'A10'), [
    limit(TURBIDITY, [20, 1, 1772599330000]),
    1772599330000,
  ]),
  findingCase('limit red, within tolerance', cityA('絮岭末梢', 'Xuling end', 'A10'), [
    limit(END_CHLORINE, [0.04, 3, 1772457730000], { withinTolerance: true }),
    1772459530000,
  ]),
  findingCase('limit red, back inside but within tolerance', cityA('絮岭末梢', 'Xuling end', 'A10'), [
    limit(END_CHLORINE, [0.06, 5, 1773868930000], { withinTolerance: true }),
    1773872530000,
  ]),
  findingCase(
    'limit red, the probe at fault',
    cityA('絮台小型供水', 'Xutai small supply', 'A37'),
    [limit(END_CHLORINE, [0.02, 25, 1773019085000]), 1773033485000],
    {
      beside: [reagent('free_chlorine', 1772965685000)],
    },
  ),
  findingCase('limit red, found late', cityA('岑台管网点', 'Centai network', `A24${MADE}`), [
    limit(['gb2022.ph.max', 'red', 'ph'], [8.71, 6, 1774830000000], { lateMs: 23.2 * HOUR }),
    1774913494000,
  ]),
  findingCase('limit amber', cityA('苇溪管网点', 'Weixi network', 'A16'), [
    limit(['op.turbidity', 'amber', 'turbidity'], [0.769, 2, 1772520887000]),
    1772521487000,
  ]),
  findingCase('limit amber, within tolerance', cityA('岑洲出厂', 'Cenzhou outlet', 'A03'), [
    limit(['op.free_chlorine.outlet.min', 'amber', 'free_chlorine'], [0.39, 3, 1772780641000], {
      withinTolerance: true,
    }),
    1772783041000,
  ]),
  findingCase('limit amber of a guideline', cityA('槐圃末梢', 'Huaipu end', `A07${MADE}`), [
    limit(['who.free_chlorine.delivery.min', 'amber', 'free_chlorine'], [0.15, 4, 1772896031000]),
    1772898000000,
  ]),
];

const TREND_CASES: readonly ReasonCase[] = [
  findingCase('trend half_day', cityA('笙坪管网点', 'Shengping network', 'A36'), [
    trend('half_day', 'turbidity', 1774332084000, {
      ...{ limit: 'op.turbidity', against: 0.5, value: 0.38883, slope: [0.0030417, 0.0114833, 0.0199583] },
      left: [20051778, 34850511, 131572619],
    }),
    1774332084000,
  ]),
  findingCase('trend half_day, chlorine', cityA('槐圃末梢', 'Huaipu end', 'A07'), [
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
    cityA('岑塬二次供水', 'Cenyuan secondary', 'A35'),
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
  findingCase('trend week', cityA('栖巷小型供水', 'Qixiang small supply', 'A45'), [
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
  findingCase('trend usual', cityA('汀巷管网点', 'Tingxiang network', 'A22'), [
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
    cityA('岑台管网点', 'Centai network', 'A24'),
    [
      { ...event, since: 1774154909000, score: 2.005, contributions: [move('turbidity', 'rise', 1, [0.148, 0.232])] },
      1774154909000,
    ],
    { threshold: 1.9 },
  ),
  findingCase(
    'event of one channel, chlorine',
    cityA('岑洲出厂', 'Cenzhou outlet', 'A03'),
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
    cityA('栖浦二次供水', 'Qipu secondary', 'A05'),
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
  faultCase('missing', cityA('苇溪管网点', 'Weixi network', `A16${MADE}`), {
    channel: 'ph',
    since: 1772520887000,
    saidAt: 1772522687000,
    evidence: [3],
  }),
  faultCase('flatline', cityA('梧洲管网点', 'Wuzhou network', 'A40'), {
    ...{ channel: 'free_chlorine', since: 1773680059000, saidAt: 1773687859000 },
    evidence: [0.03, 2.16667, 0.8288, 7.211],
  }),
  faultCase('frozen', cityA('笙桥二次供水', 'Shengqiao secondary', 'A47'), {
    channel: 'uv254',
    since: 1774499727000,
    saidAt: 1774501527000,
    evidence: [3, 6, 14.68],
  }),
  faultCase('spike', cityA('笙圃管网点', 'Shengpu network', 'A21'), {
    ...{ channel: 'free_chlorine', since: 1772476007000, saidAt: 1772476607000, endedAt: 1772476607000 },
    evidence: [1.35, 0.53, 1.92],
  }),
  faultCase('dropout', cityA('澄溪管网点', 'Chengxi network', 'A34'), {
    channel: 'free_chlorine',
    since: 1774287531000,
    saidAt: 1774292931000,
    evidence: [0.62, 34.3],
  }),
  faultCase('shift', cityA('栖巷小型供水', 'Qixiang small supply', 'A45'), {
    ...{ channel: 'free_chlorine', since: 1773210813000, saidAt: 1773212613000, endedAt: 1773212613000 },
    evidence: [0.545, 0.21333, -5.5608, 0.18878],
  }),
  faultCase('drift_fouling', cityA('栖浦二次供水', 'Qipu secondary', 'A05'), {
    channel: 'turbidity',
    since: 1772963050000,
    saidAt: 1773308650000,
    evidence: [0.14054, 96, -0.16967, 1],
  }),
  faultCase('drift_fouling', CANARY, {
    ...{ channel: 'free_chlorine.2', since: Date.UTC(2006, 1, 20, 17, 40), saidAt: Date.UTC(2006, 1, 22, 11, 40) },
    evidence: [-0.289, 42, 0.55, 0],
  }),
  faultCase('noise_burst', cityA('笙坪管网点', 'Shengping network', 'A36'), {
    ...{ channel: 'turbidity', since: 1773616284000, saidAt: 1773621684000, evidence: [0.46969, 0.066956, 0.0091] },
  }),
  faultCase('range_clip', cityA('钰浦管网点', 'Juepu network', 'A42'), {
    channel: 'orp',
    since: 1775352206000,
    saidAt: 1775353406000,
    endedAt: 1775355806000,
    evidence: [1000, 654, 3],
  }),
  faultCase('reagent_empty', cityA('梧塬管网点', 'Wuyuan network', 'A20'), {
    channel: 'free_chlorine',
    since: 1773130150000,
    saidAt: 1773198550000,
    evidence: [0.50068, 0.02, 18, 0.28],
  }),
  faultCase('reagent_empty', cityA('絮台小型供水', 'Xutai small supply', 'A37'), {
    channel: 'free_chlorine',
    since: 1772965685000,
    saidAt: 1773033485000,
    evidence: [0.43312, 0.02, 17.8333, NaN],
  }),
  faultCase('swapped', cityA('渚溪二次供水', 'Zhuxi secondary', 'A43'), {
    channel: 'free_chlorine',
    since: 1773113550000,
    saidAt: 1773114150000,
    evidence: [0.69, 7.8, 7.82],
    partner: 'ph',
  }),
];

const CONNECTION_CASES: readonly ReasonCase[] = [
  findingCase('silence', cityA('岑台管网点', 'Centai network', 'A24'), [
    { ...notice, kind: 'silence', channel: null, since: 1774829909000 },
    1774913494000,
  ]),
  findingCase(
    'silence after an unstable link, a warning open',
    cityA('澄溪管网点', 'Chengxi network', 'A34'),
    [{ ...notice, kind: 'silence', channel: null, since: 1774384731000 }, 1774387431000],
    {
      beside: [
        { ...notice, kind: 'link', channel: null, since: 1774300000000, drops: 7, longestMs: 4 * MINUTE },
        limit(['op.turbidity', 'amber', 'turbidity'], [0.77, 2, 1774380000000]),
      ],
    },
  ),
  findingCase('link broken often', cityA('澄溪管网点', 'Chengxi network', `A34${MADE}`), [
    { ...notice, kind: 'link', channel: null, since: 1774300000000, drops: 7, longestMs: 4 * MINUTE },
    1774384731000,
  ]),
  findingCase('link broken long', cityA('岑台管网点', 'Centai network', `A24${MADE}`), [
    { ...notice, kind: 'link', channel: null, since: 1774829909000, drops: 1, longestMs: 23.2 * HOUR },
    1774913494000,
  ]),
];

const told = (
  [start, until, strength]: readonly [number, number, number],
  shifted: readonly Shifted[],
  at: Readonly<Record<string, readonly Shifted[]>>,
) => ({
  ...{ start, until, strength, shifts: shiftsOf(shifted), stations: Object.keys(at).map(stationId) },
  events: Object.entries(at).map(([id, own]) => ({
    ...{ station: stationId(id), start, until, score: strength, shifts: shiftsOf(own) },
  })),
});
const alone = (id: string, times: readonly [number, number, number], shifted: readonly Shifted[]) =>
  told(times, shifted, { [id]: shifted });

const SWITCH = told(
  [1773859406000, 1773860911000, 4.9317],
  [
    ['orp', -6.137],
    ['conductivity', -5.298],
    ['ph', 4.23],
    ['free_chlorine', -2.801],
  ],
  {
    a42: [
      ['orp', -2.138, 652.5, 589],
      ['conductivity', -2.027, 496, 420],
      ['ph', 1.415, 7.64, 7.8],
      ['free_chlorine', -0.786, 0.72, 0.53],
    ],
    a19: [
      ['orp', -1.939, 656, 588],
      ['conductivity', -1.947, 498.5, 422],
      ['ph', 1.706, 7.645, 7.82],
      ['free_chlorine', -0.558, 0.72, 0.32],
    ],
    a23: [
      ['conductivity', -1.323, 501.5, 440],
      ['ph', 1.109, 7.61, 7.75],
      ['free_chlorine', -1.457, 0.785, 0.41],
    ],
    a46: [['orp', -2.06, 662, 604]],
  },
);

const INCIDENT_CASES: readonly ReasonCase[] = [
  incidentCase(
    'city A',
    [
      ['钰浦管网点', 'Juepu network'],
      ['渚巷管网点', 'Zhuxiang network'],
      ['榆台管网点', 'Yutai network'],
      ['苇岭管网点', 'Weiling network'],
    ],
    {
      ...{ kind: 'operation', code: 'operation', notifies: false, said: SWITCH },
      precedent: {
        cluster: { ...SWITCH, start: 1772813087000 },
        stations: ['a42', 'a19', 'a23'].map(stationId),
        likeness: 0.97357,
      },
    },
  ),
  incidentCase(
    'city A',
    [
      ['芷溪出厂', 'Zhixi outlet'],
      ['絮浦管网点', 'Xupu network'],
    ],
    {
      ...{ kind: 'cluster', code: 'cluster', notifies: true, precedent: null },
      said: told(
        [1773302574000, 1773304374000, 4.0427],
        [
          ['free_chlorine', -3.824],
          ['orp', -3.64],
          ['ph', 1.403],
        ],
        {
          a01: [
            ['free_chlorine', -1.559, 1, 0.56],
            ['orp', -1.276, 677.5, 647],
          ],
          a48: [
            ['free_chlorine', -2.265, 0.96, 0.64],
            ['orp', -2.364, 670, 640],
            ['ph', 1.403, 7.605, 7.61],
          ],
        },
      ),
    },
  ),
  incidentCase('city A; paged as with its red limit of chlorine', [['芷溪出厂', 'Zhixi outlet']], {
    ...{ kind: 'event', code: 'limit', notifies: true, precedent: null },
    said: alone(
      'a01',
      [1773337374000, 1773337374000, 2.6218],
      [
        ['orp', 1.578, 504.5, 603],
        ['free_chlorine', 1.044, 0.13, 0.32],
      ],
    ),
  }),
  incidentCase('city A', [['槐圃末梢', 'Huaipu end']], {
    ...{ kind: 'event', code: 'score', notifies: true, precedent: null },
    said: alone(
      'a07',
      [1774761431000, 1774762031000, 4.4598],
      [
        ['turbidity', 5.081, 0.1645, 0.794],
        ['ph', -2.924, 7.74, 7.73],
        ['orp', -1.315, 555, 545],
        ['free_chlorine', -1.289, 0.23, 0.21],
      ],
    ),
  }),
  incidentCase('city A', [['岚浦管网点', 'Lanpu network']], {
    ...{ kind: 'event', code: 'event', notifies: false, precedent: null },
    said: alone(
      'a17',
      [1775264568000, 1775264568000, 2.3998],
      [
        ['free_chlorine', -2.922, 0.79, 0.53],
        ['orp', 2.188, 665.5, 666],
      ],
    ),
  }),
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
