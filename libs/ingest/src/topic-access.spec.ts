import { topicOf } from '@clearwell/contracts';
import { stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { mayPublish, maySubscribe } from './topic-access.ts';

const word = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/);
const kind = fc.constantFrom('readings', 'status', 'events', 'commands');

it('an account publishes for its own station and hears its own commands, and no more', () => {
  fc.assert(
    fc.property(word, word, word, kind, (region, account, station, on) => {
      const topic = topicOf(region, stationId(station), on);
      const isOwn = station === account;
      expect(mayPublish(account, topic)).toBe(isOwn && on !== 'commands');
      expect(maySubscribe(account, topic)).toBe(isOwn && on === 'commands');
    }),
  );
});

it.each(['#', '$SYS/#', 'clearwell/#', 'clearwell/v1/+/zz-001/commands', 'clearwell/v1/zz/+/commands', 'zz-001'])(
  'the account zz-001 neither publishes to nor hears %s',
  (topic) => {
    expect(mayPublish('zz-001', topic)).toBe(false);
    expect(maySubscribe('zz-001', topic)).toBe(false);
  },
);

it('without an account any station may be meant, where that is let in, and nothing but stations', () => {
  expect(mayPublish(null, 'clearwell/v1/zz/zz-001/readings')).toBe(true);
  expect(mayPublish(null, 'clearwell/v1/zz/zz-001/commands')).toBe(false);
  expect(mayPublish(null, '$SYS/broker')).toBe(false);
});
