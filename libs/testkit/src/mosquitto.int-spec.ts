import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startMosquitto } from './mosquitto.ts';
import { describeWith } from './parts.ts';

describeWith('mosquitto', 'the real broker', () => {
  test('starts with the shipped configuration and saves its queues when stopped', async () => {
    const broker = await startMosquitto();
    expect(await broker.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(join(broker.folder, 'mosquitto.db'))).toBe(true);
  });

  test('comes back on the same port and folder after it was killed', async () => {
    const first = await startMosquitto();
    expect(await first.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await startMosquitto({ folder: first.folder, port: first.port });
    expect(second.url).toBe(first.url);
  });
});
