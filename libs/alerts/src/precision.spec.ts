import { channelKey, DAY, MINUTE, stationId, type Episode, type Verdict } from '@clearwell/water-quality';
import { amber, buildEpisode, event, fault, NINE, over, PAGED, Rehearsal } from './rehearsal.ts';
import { accountPrecision } from './precision.ts';

const NOTHING = { byRule: [], byParameter: [], byStation: [], byMonth: [], weeks: [], wolfCries: [] };

/** Alerts that were raised one a day, acknowledged after ten minutes, and closed after an hour with these verdicts. */
function judged(verdicts: readonly (Verdict | null)[], build: (of: Partial<Episode>) => Episode = buildEpisode) {
  const city = new Rehearsal();
  for (const [day, verdict] of verdicts.entries()) {
    const start = NINE + day * DAY;
    city.until(start).putPaged(PAGED, build({ start }));
    const id = city.alerts().at(-1)?.id ?? ('' as never);
    city.until(start + 10 * MINUTE).act({ do: 'acknowledge', alert: id, revision: null });
    city.until(start + 60 * MINUTE).put(over(build({ start }), start + 50 * MINUTE));
    if (verdict !== null) city.act({ do: 'close', alert: id, revision: null, verdict, cause: 'x' });
  }
  return city.alerts();
}

describe('accountPrecision', () => {
  it('says nothing of nothing', () => {
    expect(accountPrecision([])).toEqual({ ...NOTHING, toAcknowledge: null, toClose: null });
  });

  it('counts of each rule, parameter, station and month what was right, of what was judged', () => {
    const alerts = judged(['real_exceedance', 'sensor_fault', 'unknown', null]);
    const { byRule, byParameter, byStation, byMonth } = accountPrecision(alerts);
    const counted = { alerts: 4, judged: 2, right: 1, precision: { likely: 0.5 } };
    expect(byRule).toMatchObject([{ of: 'gb2022.turbidity', ...counted }]);
    expect(byParameter).toMatchObject([{ of: 'turbidity', ...counted }]);
    expect(byStation).toMatchObject([{ of: 'zz-001', ...counted }]);
    expect(byMonth).toMatchObject([{ of: '202611', ...counted }]);
  });

  it('holds a legal limit for wrong where nothing exceeded it, and an operational one for right', () => {
    expect(accountPrecision(judged(['real_event'])).byRule).toMatchObject([{ right: 0, judged: 1 }]);
    expect(accountPrecision(judged(['real_event'], amber)).byRule).toMatchObject([{ right: 1, judged: 1 }]);
  });

  it('holds a fault for right when it was one, and an event for wrong', () => {
    expect(accountPrecision(judged(['sensor_fault'], fault)).byRule).toMatchObject([{ right: 1 }]);
    expect(accountPrecision(judged(['sensor_fault'], event)).byRule).toMatchObject([{ right: 0, judged: 1 }]);
  });

  it('counts a second probe with its parameter, and an event with what speaks loudest', () => {
    const second = (of: Partial<Episode>) => buildEpisode({ channel: channelKey('turbidity.2'), ...of });
    expect(accountPrecision(judged(['unknown'], second)).byParameter).toMatchObject([{ of: 'turbidity' }]);
    expect(accountPrecision(judged(['unknown'], event)).byParameter).toMatchObject([{ of: 'turbidity' }]);
  });

  it('says how sure a share of few is', () => {
    const [row] = accountPrecision(judged(['real_event', 'real_event', 'real_event'], event)).byRule;
    expect(row?.precision?.low).toBeCloseTo(0.44, 2);
    expect(row?.precision?.high).toBe(1);
  });

  it('counts alerts, and those that woke an inspector, by weeks from Monday on', () => {
    const alerts = [...judged(Array<null>(9).fill(null)), ...judged([null], amber), ...judged([null], fault)];
    const { weeks } = accountPrecision(alerts);
    expect(weeks.map(({ alerts: all, notified }) => [all, notified])).toEqual([
      [4, 2],
      [7, 7],
    ]);
    // 00:00 of Monday in Zhengzhou.
    expect(weeks[1]?.from).toBe(Date.UTC(2026, 10, 22, 16));
  });

  it('measures the median time to acknowledge, from the first notice, and to close', () => {
    const { toAcknowledge, toClose } = accountPrecision(judged(['unknown', 'unknown', null]));
    expect([toAcknowledge, toClose]).toEqual([10 * MINUTE, 60 * MINUTE]);
  });

  it('names the rule first that cries wolf most, with what may help', () => {
    const cries = [
      ...judged(Array<Verdict>(6).fill('network_work'), event),
      ...judged(Array<Verdict>(8).fill('sensor_fault'), (of) => buildEpisode({ station: stationId('b'), ...of })),
      ...judged(Array<Verdict>(4).fill('sensor_fault'), amber),
      ...judged(Array<Verdict>(9).fill('sensor_fault'), fault),
    ];
    expect(accountPrecision(cries).wolfCries).toMatchObject([
      { of: 'gb2022.turbidity', mostly: 'sensor_fault', proposal: 'see_to_probe', judged: 8 },
      { of: 'event', mostly: 'network_work', proposal: 'plan_network_work', judged: 6 },
    ]);
  });
});
