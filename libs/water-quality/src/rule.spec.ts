import { ALERT_KINDS } from './alert.ts';
import { LIMITS } from './limits.data.ts';
import { isRule } from './rule.ts';

describe('isRule', () => {
  it('knows limits, faults, trends and what is told of stations, and nothing else', () => {
    expect(LIMITS.filter(({ id }) => !isRule(id))).toEqual([]);
    expect(['flatline', 'half_day'].every(isRule)).toBe(true);
    expect(ALERT_KINDS.filter((kind) => !isRule(kind))).toEqual(['limit', 'fault', 'trend']);
    for (const name of ['gb2022.ph', 'Event', '', 'none', 'hint']) expect(isRule(name)).toBe(false);
  });
});
