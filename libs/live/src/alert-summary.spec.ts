import { alertSummarySchema } from '@clearwell/contracts';
import { buildAlert, NOON, required } from '@clearwell/testkit';
import { HOUR, MINUTE } from '@clearwell/water-quality';
import { summaryOf } from './alert-summary.ts';

const [source] = buildAlert().sources;
const red = required(source);
const amber = { ...red, rule: 'op.turbidity', level: 'amber', worst: 0.7, start: NOON - HOUR } as const;

describe('the summary of an alert', () => {
  it('fits the contract', () => {
    expect(alertSummarySchema.parse(summaryOf(buildAlert()))).toMatchObject({
      worst: 2.4,
      rules: ['gb2022.turbidity'],
    });
  });

  it('tells the worst of the gravest of what lasts', () => {
    expect(summaryOf(buildAlert({ sources: [amber, red] }))).toMatchObject({ worst: 2.4 });
    const over = { ...red, clearedAt: NOON + MINUTE };
    expect(summaryOf(buildAlert({ sources: [amber, over] }))).toMatchObject({ worst: 0.7, rules: ['op.turbidity'] });
  });

  it('tells of what is over what it was', () => {
    const over = [amber, red].map((one) => ({ ...one, clearedAt: NOON + MINUTE }));
    expect(summaryOf(buildAlert({ sources: over }))).toMatchObject({
      worst: 2.4,
      rules: ['op.turbidity', 'gb2022.turbidity'],
    });
  });

  it('tells no figure of what has no unit', () => {
    expect(summaryOf(buildAlert({ kind: 'event', channel: null }))).toMatchObject({ worst: null });
  });
});
