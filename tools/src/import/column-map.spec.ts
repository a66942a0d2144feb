import { parseMap } from './column-map.ts';

const parse = (text: string) => {
  const problems: string[] = [];
  return { columns: parseMap(text, problems), problems };
};

describe('parseMap', () => {
  it('reads columns, channels and units, whatever the column is called', () => {
    const { columns, problems } = parse(
      'Cl=free_chlorine, Cl, second=free_chlorine.2,水温 (°F)=temperature[[degF]],Q=flow[gal_us/min],p=pressure[psi]',
    );
    expect(problems).toEqual([expect.stringMatching(/\[gal_us\/min\] is not a unit I know; flow can be in m3\/h/)]);
    expect(columns.map(({ column, channel, unit }) => [column, channel, unit.code])).toEqual([
      ['Cl', 'free_chlorine', 'mg/L'],
      ['Cl, second', 'free_chlorine.2', 'mg/L'],
      ['水温 (°F)', 'temperature', '[degF]'],
      ['p', 'pressure', '[psi]'],
    ]);
  });

  it.each([
    ['Cl', /must look like/],
    ['Cl=chlorin_dioxide', /no parameter \(did you mean chlorine_dioxide\?\); there are/],
    ['Cl=ph.1', /ph\.2 to ph\.9/],
    ['a=ph,b=ph', /two columns; a second probe is ph\.2/],
    ['T=temperature[psi]', /does not measure temperature; temperature can be in Cel or C or degC, \[degF\]/],
  ])('says what is wrong with %s', (text, saying) => {
    expect(parse(text).problems).toEqual([expect.stringMatching(saying)]);
  });
});
