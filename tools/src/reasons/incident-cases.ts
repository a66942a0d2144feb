import { stationId } from '@clearwell/water-quality';
import { incidentCase, shiftsOf, type ReasonCase, type Shifted } from './reason-case.ts';

const told = (
  [start, until, strength]: readonly [number, number, number],
  shifted: readonly Shifted[],
  at: Readonly<Record<string, readonly Shifted[]>>,
) => ({
  ...{ start, until, strength, shifts: shiftsOf(shifted), stations: Object.keys(at).map(stationId) },
  events: Object.entries(at).map(([id, own]) => ({
    ...{ station: stationId(id), start, until, score: strength, shifts: shiftsOf(own), clearedAt: null },
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

export const INCIDENT_CASES: readonly ReasonCase[] = [
  incidentCase('city A', ['A42', 'A19', 'A23', 'A46'], {
    ...{ kind: 'operation', code: 'operation', notifies: false, said: SWITCH },
    precedent: {
      start: 1772813087000,
      stations: ['a42', 'a19', 'a23'].map(stationId),
      likeness: 0.97357,
    },
  }),
  incidentCase('city A', ['A01', 'A48'], {
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
  }),
  incidentCase('city A; paged as with its red limit of chlorine', ['A01'], {
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
  incidentCase('city A', ['A07'], {
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
  incidentCase('city A', ['A17'], {
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
