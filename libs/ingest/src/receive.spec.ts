import { MAX_BATCH, MAX_MESSAGE_BYTES } from '@clearwell/contracts';
import { StationRegister } from '@clearwell/stations';
import { buildRegistration, buildStation, NOON } from '@clearwell/testkit';
import { DAY } from '@clearwell/water-quality';
import fc from 'fast-check';
import { receive } from './receive.ts';

const station = buildStation();
const register = new StationRegister({ all: () => [buildRegistration({ station })], add: () => undefined });
const TOPIC = 'clearwell/v1/zz/zz-001/readings';

const take = (payload: string | Uint8Array, topic = TOPIC) =>
  receive({ topic, payload: Buffer.from(payload), receivedAt: NOON }, register);
const takeJson = (value: unknown, topic = TOPIC) => take(JSON.stringify(value), topic);

const good = (more: object = {}) => ({ sampledAt: NOON, values: { ph: 7.4 }, ...more });

describe('receive', () => {
  it('makes a reading of a single one', () => {
    expect(takeJson(good({ seq: 3, boot: 2, sampledAt: '2026-05-01T12:00:00+08:00' }))).toMatchObject({
      kind: 'readings',
      rejections: [],
      readings: [
        {
          station: 'zz-001',
          sampledAt: NOON,
          receivedAt: NOON,
          seq: 3,
          boot: 2,
          historical: false,
          values: { ph: 7.4 },
        },
      ],
    });
  });

  it('takes a null for a sensor without a value', () => {
    expect(takeJson(good({ values: { ph: null } }))).toMatchObject({ readings: [{ values: { ph: null } }] });
  });

  it('passes over fields that a later contract may add', () => {
    expect(takeJson(good({ firmware: '2.1' }))).toMatchObject({ kind: 'readings' });
  });

  it.each([
    ['not JSON', 'hello', 'bad_json'],
    ['bad UTF-8', Uint8Array.of(0xff, 0xfe), 'bad_utf8'],
    ['1 MB', Buffer.alloc(1_000_000, 0x20), 'too_large'],
    ['NaN', '{"sampledAt":1,"values":{"ph":NaN}}', 'not_a_number'],
    ['a number too large for any sensor', `{"sampledAt":${String(NOON)},"values":{"ph":1e999}}`, 'bad_value'],
    ['a string for a value', JSON.stringify(good({ values: { ph: '7.4' } })), 'bad_value'],
    ['duplicate keys', `{"sampledAt":${String(NOON)},"values":{"ph":7,"ph":8}}`, 'duplicate_key'],
    ['an unknown channel', JSON.stringify(good({ values: { ph: 7, lead: 1 } })), 'unknown_channel'],
    ['a channel that is no name', JSON.stringify(good({ values: { 'p h': 7 } })), 'unknown_channel'],
    ['a mark on an unknown channel', JSON.stringify(good({ marks: { lead: 'N' } })), 'unknown_channel'],
    ['no channel', JSON.stringify(good({ values: {} })), 'bad_shape'],
    ['a time in 2050', JSON.stringify(good({ sampledAt: '2050-01-01T00:00:00Z' })), 'impossible_time'],
    ['a time of a clock never set', JSON.stringify(good({ sampledAt: 0 })), 'impossible_time'],
    ['a time beyond all dates', JSON.stringify(good({ sampledAt: 9e15 })), 'impossible_time'],
    ['a time without a zone', JSON.stringify(good({ sampledAt: '2026-05-01T12:00:00' })), 'bad_shape'],
    ['an empty batch', '{"readings":[]}', 'empty_batch'],
    ['a batch that is none', '{"readings":1}', 'bad_shape'],
    ['a bare list', '[]', 'bad_shape'],
    ['null', 'null', 'bad_shape'],
  ])('refuses %s, whole, with its reason', (_, payload, reason) => {
    expect(take(payload)).toMatchObject({
      kind: 'rejected',
      rejection: { reason, place: null, detail: expect.stringMatching(/./) as string },
    });
  });

  it('refuses a batch longer than is taken', () => {
    const batch = { readings: Array.from({ length: MAX_BATCH + 1 }, () => 0) };
    expect(takeJson(batch)).toMatchObject({ kind: 'rejected', rejection: { reason: 'batch_too_long' } });
  });

  it('refuses one bad reading of a full batch alone', () => {
    const readings = Array.from({ length: MAX_BATCH }, (_, i) => good({ sampledAt: NOON - i * 1_000 }));
    readings[400] = good({ sampledAt: NOON + 2 * DAY });
    const received = takeJson({ readings });
    if (received.kind !== 'readings') throw new Error(received.kind);
    expect(received.readings).toHaveLength(MAX_BATCH - 1);
    expect(received.rejections).toMatchObject([{ reason: 'impossible_time', place: 400 }]);
    expect(JSON.parse(Buffer.from(received.rejections[0]?.raw ?? []).toString())).toEqual(readings[400]);
  });

  it('takes a full batch of eight values a reading', () => {
    const values = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`chlorine_dioxide_${String(i)}`, 123.4567]));
    const reading = {
      sampledAt: '2026-05-01T12:00:00.000+08:00',
      seq: 123_456_789,
      boot: 1_234,
      historical: true,
      values,
    };
    expect(JSON.stringify({ readings: Array.from({ length: MAX_BATCH }, () => reading) }).length).toBeLessThan(
      MAX_MESSAGE_BYTES,
    );
  });

  it('parks what an unknown station says', () => {
    expect(takeJson(good(), 'clearwell/v1/zz/zz-999/readings')).toMatchObject({
      kind: 'parked',
      address: { station: 'zz-999' },
    });
  });

  it.each([
    ['another tree', 'home/kitchen/temperature', 'unknown_topic'],
    ['another version', 'clearwell/v2/zz/zz-001/readings', 'unknown_topic'],
    ['a level too many', `${TOPIC}/x`, 'unknown_topic'],
    ['the topic of commands', 'clearwell/v1/zz/zz-001/commands', 'unknown_topic'],
    ['another region', 'clearwell/v1/xx/zz-001/readings', 'wrong_region'],
  ])('refuses %s', (_, topic, reason) => {
    expect(takeJson(good(), topic)).toMatchObject({ kind: 'rejected', rejection: { reason } });
  });

  it('hears what a station says of itself', () => {
    expect(takeJson({ online: false }, 'clearwell/v1/zz/zz-001/status')).toMatchObject({
      kind: 'status',
      status: { online: false },
    });
    const event = { at: NOON, kind: 'calibration', state: 'begin', channels: ['ph'] };
    expect(takeJson(event, 'clearwell/v1/zz/zz-001/events')).toMatchObject({ kind: 'event', event });
    expect(takeJson({ online: 'yes' }, 'clearwell/v1/zz/zz-001/status')).toMatchObject({
      rejection: { reason: 'bad_shape' },
    });
  });

  it.each([
    ['of a time in 2050', { at: Date.UTC(2050, 0, 1) }, 'impossible_time'],
    ['on a channel the station has not', { channels: ['ph', 'ozone'] }, 'unknown_channel'],
    ['on no channel at all', { channels: [] }, 'bad_shape'],
  ])('refuses work %s: it would keep somebody quiet', (_, of, reason) => {
    const event = { at: NOON, kind: 'calibration', state: 'begin', ...of };
    expect(takeJson(event, 'clearwell/v1/zz/zz-001/events')).toMatchObject({ rejection: { reason } });
  });

  it('gives every reading of any message one outcome, and throws for none', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.record({ sampledAt: fc.anything(), values: fc.anything() }),
      fc.constant(good()),
    );
    fc.assert(
      fc.property(fc.array(odd, { minLength: 1, maxLength: 20 }), (readings) => {
        const text = JSON.stringify({ readings }, (_, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const received = take(text);
        if (received.kind !== 'readings') throw new Error(received.kind);
        expect(received.readings.length + received.rejections.length).toBe(readings.length);
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (topic, payload) => {
        expect(receive({ topic, payload, receivedAt: NOON }, register).kind).toBe('rejected');
      }),
    );
  });
});
