import { adaptConfig } from './mosquitto.ts';

const SHIPPED = ['# why', 'listener 1883', 'allow_anonymous false', '', 'persistence true'].join('\n');

test('keeps what is shipped and replaces what is named', () => {
  const adapted = adaptConfig(SHIPPED, { listener: '4000 127.0.0.1', allow_anonymous: null });
  expect(adapted).toBe('persistence true\nlistener 4000 127.0.0.1\n');
});
