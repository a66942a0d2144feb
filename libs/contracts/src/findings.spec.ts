import { channelKey, type Finding } from '@clearwell/water-quality';
import { findingSchema } from './http.ts';

const said = { since: 0, lateMs: 0 };

describe('findings on the wire', () => {
  it.each<Finding>([
    {
      ...{ ...said, kind: 'fault', level: 'notice', channel: channelKey('free_chlorine'), fault: 'reagent_empty' },
      ...{ evidence: [0.43, 0.02, 17.8, null], partner: null },
    },
    {
      ...{ ...said, kind: 'event', level: 'amber', channel: null, score: 3 },
      contributions: [{ channel: channelKey('ph'), weight: 1, direction: 'fall', value: 7.1, before: 7.4 }],
    },
    {
      ...{ ...said, kind: 'event', level: 'amber', channel: null, score: 3 },
      contributions: [{ channel: channelKey('ph'), weight: 1, direction: 'fall' }],
    },
  ])('$kind comes out as it went in, with figures that nobody measured', (finding) => {
    expect(findingSchema.parse(JSON.parse(JSON.stringify(finding)))).toEqual(finding);
  });
});
