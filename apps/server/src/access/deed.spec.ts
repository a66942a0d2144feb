import fc from 'fast-check';
import { deedOf } from './deed.ts';

const ACTS = '/api/alerts/:id/acts';

describe('deedOf', () => {
  it.each([
    [ACTS, { do: 'acknowledge' }, 'acknowledge', null],
    [ACTS, { do: 'close', verdict: 'sensor_fault', cause: 'private' }, 'close as sensor_fault', null],
    [ACTS, { do: 'assign', to: 'li' }, 'assign to li', null],
    [ACTS, { do: 'assign', to: null }, 'assign to nobody', null],
    [
      '/api/alerts/:id/measurements',
      { channel: 'ph', value: 7.1, method: 'portable' },
      'measure ph 7.1 portable',
      null,
    ],
    [
      '/api/windows',
      { work: 'calibration', station: 'zz-001', channels: ['ph'], until: 9 },
      'open window of calibration ph until 9',
      'zz-001',
    ],
    ['/api/mutes', { scope: { of: 'alert', alert: 'WQ-1' }, until: 9 }, 'mute alert until 9', 'WQ-1'],
    ['/api/mutes', { scope: { of: 'rule', rule: 'event', station: null }, until: 9 }, 'mute rule event until 9', null],
    ['/api/stations/:id/tunings', { lift: 0.4 }, 'tune by 0.4', null],
  ])('says what is asked of %s', (route, body, words, target) => {
    expect(deedOf(route, body)).toEqual({ words, target });
  });

  it('says nothing of other routes, and keeps little of whatever comes', () => {
    expect(deedOf('/api/people', { name: 'x' })).toBeNull();
    const routes = fc.constantFrom(ACTS, '/api/windows', '/api/mutes', '/api/stations/:id/tunings');
    fc.assert(
      fc.property(routes, fc.anything(), (route, body) => {
        expect(deedOf(route, body)?.words.length).toBeLessThan(2_500);
      }),
    );
  });
});
