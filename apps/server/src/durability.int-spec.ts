import {
  buildStation,
  describeWith,
  Program,
  realPart,
  startMosquitto,
  startServer,
  temporaryFolder,
  until,
  type RunningMosquitto,
} from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOPIC = 'clearwell/v1/zz/zz-001/readings';
/** A value that stands in one message and nowhere else. */
const MARKER = '7.123456789';

type Kind = 'heard' | 'written' | 'synced' | 'acknowledged';

const TRACED = [
  ...['read', 'recvfrom', 'recvmsg', 'pwrite64', 'fsync', 'fdatasync'],
  ...['write', 'writev', 'sendto', 'sendmsg'],
];

/** What was done, in the order in which the calls returned, as strace noted it; a call that another thread interrupted stands where it returned. */
function stepsIn(trace: string): readonly Kind[] {
  const begun = new Map<string, string>();
  const steps: Kind[] = [];
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (call.endsWith('<unfinished ...>')) {
      begun.set(thread, call.replace(/<unfinished \.\.\.>$/, ''));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call);
    const whole = resumed === null ? call : `${begun.get(thread) ?? ''}${resumed[1] ?? ''}`;
    const kind = kindOf(whole);
    if (kind !== null) steps.push(kind);
  }
  return steps;
}

function kindOf(call: string): Kind | null {
  if (/^(read|recvfrom|recvmsg)\(.*\) = [1-9]/.test(call)) return call.includes(MARKER) ? 'heard' : null;
  if (/^pwrite64\(\d+<[^>]*ledger\.db-wal>.* = [1-9]/.test(call)) return 'written';
  if (/^f(data)?sync\(\d+<[^>]*ledger\.db-wal>\)\s*= 0/.test(call)) return 'synced';
  // A PUBACK: 0x40, two bytes more, the number of the message; in one piece or several.
  return /^(write|writev|sendto|sendmsg)\(\d+<(socket|TCP)[^>]*>.*"@(\\2|", iov_len=1)/.test(call)
    ? 'acknowledged'
    : null;
}

/** Has a server take in one reading, and gives what it did from the reading on and up to the acknowledgement. */
async function traceReading(mosquitto: RunningMosquitto | null): Promise<readonly Kind[]> {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  const broker = mosquitto === null ? {} : { CLEARWELL_MQTT_URL: mosquitto.url };
  const server = await startServer({ settings: { CLEARWELL_STATIONS: file, ...broker } });
  if (mosquitto !== null) await server.program.line(/Connected to the broker/);
  const notes = join(temporaryFolder(), 'trace');
  const tracer = new Program(realPart('strace') ?? '', [
    ...['-f', '-y', '-s', '400', '-o', notes, '-e', `trace=${TRACED.join(',')}`],
    ...['-p', String(server.program.pid)],
  ]);
  await tracer.line(/attached/);
  const station = await connectAsync(mosquitto?.url ?? server.mqttUrl, { clientId: 'zz-001' });
  const reading = `{"sampledAt":${String(Date.now())},"values":{"ph":${MARKER}}}`;
  await station.publishAsync(TOPIC, reading, { qos: 1 });
  const since = (): readonly Kind[] => {
    const kinds = stepsIn(readFileSync(notes, 'utf8'));
    return kinds.slice(kinds.indexOf('heard'));
  };
  await until(() => since().includes('acknowledged'), { saying: 'the acknowledgement in the trace' });
  await station.endAsync();
  // Attached, it ends with the server.
  await server.program.stop();
  await tracer.ended;
  return since().slice(0, since().indexOf('acknowledged') + 1);
}

function expectDurable(steps: readonly Kind[]): void {
  expect(steps[0]).toBe('heard');
  expect(steps).toContain('written');
  // What was written last was synced after, and only then was it acknowledged.
  expect(steps.lastIndexOf('synced')).toBeGreaterThan(steps.lastIndexOf('written'));
  expect(steps.at(-1)).toBe('acknowledged');
}

describeWith('strace', 'a reading is synced to disk before its acknowledgement is written', () => {
  it('with the broker in the server', async () => {
    expectDurable(await traceReading(null));
  });

  describeWith('mosquitto', 'and', () => {
    it('with a broker elsewhere', async () => {
      expectDurable(await traceReading(await startMosquitto()));
    });
  });
});
