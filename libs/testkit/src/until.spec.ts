import { until } from './until.ts';

test('returns the first value that is there', async () => {
  let asked = 0;
  expect(await until(() => (++asked < 3 ? null : asked), { saying: 'the third' })).toBe(3);
});

test('returns zero and the empty text, which are values', async () => {
  expect(await until(() => 0, { saying: 'zero' })).toBe(0);
  expect(await until(() => '', { saying: 'nothing' })).toBe('');
});

test('says what it waited for and why the condition failed', async () => {
  const waiting = until(() => Promise.reject(new Error('refused')), { within: 50, saying: 'the server' });
  await expect(waiting).rejects.toMatchObject({
    message: 'Waited 50 ms in vain for the server',
    cause: { message: 'refused' },
  });
});
