import { reasonsCheck } from '../checks/reasons.check.ts';
import { ALL_REASONS, untold, WANTED } from './reasons-page.ts';

describe('the page of reasons', () => {
  it('tells every kind, fault, trend and paging code, in thirty reasons at least, as the words are today', async () => {
    expect(untold()).toEqual([]);
    expect(WANTED.length).toBeGreaterThanOrEqual(24);
    expect(ALL_REASONS.length).toBeGreaterThanOrEqual(30);
    expect(await reasonsCheck.find()).toEqual([]);
  });

  it.each(ALL_REASONS.map(({ code, said }) => [code, said] as const))(
    'gives of %s a place, a time and a second thought, in both languages',
    (_code, { zh, en }) => {
      expect(zh).toMatch(/^[^：]+：.*\d\d-\d\d \d\d:\d\d[^。]*。.+。$/);
      expect(en).toMatch(/^[^:]+: .*\d\d-\d\d \d\d:\d\d.*\. [A-Z\d].+\.$/);
      expect(zh).not.toMatch(/\p{Script=Han}[A-Za-z\d]|[A-Za-z\d]\p{Script=Han}/u);
      for (const text of [zh, en]) expect(text).not.toMatch(/NaN|undefined|null|，，|。。| {2}/);
    },
  );
});
