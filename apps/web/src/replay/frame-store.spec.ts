import { cityDayOf, cityDaysBetween, startOfCityDay, type FrameDay } from '@clearwell/contracts/frames';
import { DAY } from '@clearwell/water-quality';
import type { Answer } from '../door.ts';
import { FrameStore, type FrameSource } from './frame-store.ts';
import type { FramesWanted } from './frames-door.ts';
import { daysSpan } from './span.ts';

const SPAN = daysSpan('2026-11-01', '2026-11-10');
const DAYS = cityDaysBetween(SPAN.from, SPAN.to - 1);
const noon = (day: string): number => startOfCityDay(day) + DAY / 2;

const FAILED: Answer<never> = { ok: false, failure: { kind: 'network', code: 'network', requestId: null } };

/** A server that remembers what it was asked for. */
class Server implements FrameSource {
  readonly asked: FramesWanted[] = [];
  readonly revisions = new Map(DAYS.map((day) => [day, `${day} 1`]));
  isDown = false;

  index: FrameSource['index'] = async () => {
    if (this.isDown) return FAILED;
    const days = [...this.revisions].map(([day, revision]) => ({ day, revision, hours: [] }));
    return { ok: true, value: { days, raised: [] } };
  };

  frames: FrameSource['frames'] = async (wanted) => {
    this.asked.push(wanted);
    return this.isDown ? FAILED : { ok: true, value: { head: { day: wanted.day } } as FrameDay };
  };
}

const SAMPLED = { parameter: 'ph', view: 'sampled' } as const;

/** Everything that was on its way has come. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function opened(day = '2026-11-08') {
  const server = new Server();
  const store = new FrameStore(server, SAMPLED);
  store.near(noon(day));
  await store.cover(SPAN);
  await settled();
  return { server, store, daysAsked: () => server.asked.map((wanted) => wanted.day) };
}

describe('FrameStore', () => {
  it('fetches each day once, the one that is looked at and its neighbours first', async () => {
    const { store, daysAsked } = await opened();
    expect(daysAsked().slice(0, 3).sort()).toEqual(['2026-11-07', '2026-11-08', '2026-11-09']);
    expect(daysAsked()[0]).toBe('2026-11-08');
    expect([...daysAsked()].sort()).toEqual(DAYS);
    expect(DAYS.map((day) => store.phaseOf(noon(day)).kind)).toEqual(DAYS.map(() => 'ready'));
  });

  it('fetches again the days whose revision is another, and no others', async () => {
    const { server, store, daysAsked } = await opened();
    server.revisions.set('2026-11-03', 'late data');
    await store.refresh();
    await settled();
    expect(daysAsked().slice(DAYS.length)).toEqual(['2026-11-03']);
  });

  it('holds nothing of another view or parameter', async () => {
    const { server, store } = await opened();
    store.show({ ...SAMPLED, view: 'known' });
    expect(store.phaseOf(noon('2026-11-08')).kind).toBe('loading');
    await settled();
    expect(server.asked.slice(DAYS.length).every(({ view }) => view === 'known')).toBe(true);
    expect(store.phaseOf(noon('2026-11-08')).kind).toBe('ready');
  });

  it('keeps what it has when the server fails, and fetches the rest when asked again', async () => {
    const { server, store } = await opened();
    server.isDown = true;
    server.revisions.set('2026-11-03', 'late data');
    await store.refresh();
    await settled();
    expect(store.phaseOf(noon('2026-11-03')).kind).toBe('ready');
    store.show({ ...SAMPLED, view: 'known' });
    await settled();
    expect(store.phaseOf(noon('2026-11-08')).kind).toBe('failed');
    server.isDown = false;
    store.retry();
    await settled();
    expect(store.phaseOf(noon('2026-11-08')).kind).toBe('ready');
  });

  it('does not take what was asked for before another choice', async () => {
    const { server, store } = await opened();
    let give: (answer: Answer<FrameDay>) => void = () => undefined;
    server.frames = () => new Promise((resolve) => (give = resolve));
    store.show({ ...SAMPLED, view: 'known' });
    store.show(SAMPLED);
    const late = give;
    store.show({ ...SAMPLED, parameter: 'turbidity' });
    late({ ok: true, value: { head: { day: cityDayOf(noon('2026-11-08')) } } as FrameDay });
    await settled();
    expect(store.phaseOf(noon('2026-11-08')).kind).toBe('loading');
  });
});
