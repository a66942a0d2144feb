import { findLinkFaults, neighboursOf, type Link } from './network.ts';
import { stationId } from './brand.ts';

const link = (from: string, to: string, travelMinutes: number): Link => ({
  from: stationId(from),
  to: stationId(to),
  travelMinutes,
});

describe('neighboursOf', () => {
  const links = [link('plant', 'a', 30), link('plant', 'b', 10), link('b', 'a', 15), link('a', 'end', 60)];

  it('gives everything upstream by the quickest way, nearest first', () => {
    expect(neighboursOf(links, stationId('end'), 'upstream')).toEqual([
      { station: 'a', travelMinutes: 60, links: 1 },
      { station: 'b', travelMinutes: 75, links: 2 },
      { station: 'plant', travelMinutes: 85, links: 3 },
    ]);
  });

  it('gives everything downstream', () => {
    const downstream = neighboursOf(links, stationId('plant'), 'downstream');
    expect(downstream.map(({ station, travelMinutes }) => [station, travelMinutes])).toEqual([
      ['b', 10],
      ['a', 25],
      ['end', 85],
    ]);
  });

  it('ends where water runs in a ring', () => {
    const ring = [link('a', 'b', 1), link('b', 'c', 1), link('c', 'a', 1)];
    expect(neighboursOf(ring, stationId('a'), 'downstream').map(({ station }) => station)).toEqual(['b', 'c']);
  });
});

describe('findLinkFaults', () => {
  it('says every fault', () => {
    const links = [link('a', 'a', 1), link('a', 'x', 1), link('a', 'b', 1), link('a', 'b', 2)];
    expect(findLinkFaults(links, (id) => id !== 'x')).toEqual([
      'links.0: a flows into itself',
      'links.1: there is no station x',
      'links.3: a to b stands there twice',
    ]);
  });
});
