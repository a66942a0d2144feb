// `npx node tools/src/image-layout.ts`: lays the server's image out in a temporary folder, by the steps of its Dockerfile,
// and runs it as its health check and its command say. For machines without a container engine; takes a minute or two.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from './build.ts';
import { ROOT } from './run-node.ts';

const NOBODY = 65_534;
const WITHIN_MS = 60_000;
const lastStage =
  readFileSync(join(ROOT, 'docker/server.Dockerfile'), 'utf8')
    .split(/^FROM /m)
    .at(-1) ?? '';
const work = mkdtempSync(join(tmpdir(), 'clearwell-image-'));
const started: ChildProcess[] = [];

try {
  if ((await build()) !== 0) throw new Error('The server could not be built');
  const image = layOut(installPackages());
  await expectHealth(image);
  console.log('ok: the image starts, is healthy and stops');
} finally {
  for (const child of started) child.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
}

/** The stage `packages`: the repository's own files, and what npm installs for the server alone. */
function installPackages(): string {
  const source = join(work, 'build');
  const files = execFileSync('git', ['ls-files', '-z', '**package.json', 'package-lock.json', '.npmrc'], { cwd: ROOT });
  for (const file of files.toString().split('\0').filter(Boolean)) cpSync(join(ROOT, file), join(source, file));
  const install = /^RUN (npm ci --omit=dev .*)$/m.exec(
    readFileSync(join(ROOT, 'docker/server.Dockerfile'), 'utf8'),
  )?.[1];
  const [npm = '', ...args] = install?.split(' ') ?? [];
  console.log(`$ ${install ?? ''}`);
  execFileSync(npm, args, { cwd: source, stdio: 'inherit' });
  return source;
}

/** The COPY lines of the last stage: packages from where they were installed, what is built from this checkout. */
function layOut(packages: string): string {
  const image = join(work, 'opt/clearwell');
  for (const [, stage, from = '', to = ''] of lastStage.matchAll(/^COPY --from=(\w+) \/build\/(\S+) (\S+)$/gm)) {
    const target = to.endsWith('/') ? join(image, to, from.split('/').at(-1) ?? '') : join(image, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(stage === 'packages' ? packages : ROOT, from), target, { recursive: true, verbatimSymlinks: true });
  }
  const data = join(work, 'data');
  mkdirSync(data);
  chmodSync(work, 0o755);
  if (process.getuid?.() === 0) chownSync(data, NOBODY, NOBODY);
  return image;
}

async function expectHealth(image: string): Promise<void> {
  const [http, mqtt] = [await freePort(), await freePort()];
  const settings = { CLEARWELL_DATA: join(work, 'data'), CLEARWELL_HTTP_PORT: http, CLEARWELL_MQTT_PORT: mqtt };
  const server = run(image, argumentsOf('CMD'), settings);
  const url = `http://127.0.0.1:${http}`;
  const until = Date.now() + WITHIN_MS;
  const isHealthy = async (): Promise<boolean> =>
    (await exitOf(run(image, argumentsOf('HEALTHCHECK'), settings))) === 0;
  while (!(await isHealthy())) {
    if (server.exitCode !== null || Date.now() > until) throw new Error('The image does not become healthy');
    await pause(500);
  }
  const page = await (await fetch(url)).text();
  if (!page.includes('id="root"')) throw new Error(`The page is not in the image: ${page.slice(0, 200)}`);
  server.kill('SIGTERM');
  const code = await exitOf(server);
  if (code !== 0) throw new Error(`Asked to stop, the server ended with ${String(code)}`);
}

/** The last JSON array of an instruction, such as `CMD ["node", "main.js"]`. */
function argumentsOf(instruction: 'CMD' | 'HEALTHCHECK'): string[] {
  const pattern = instruction === 'CMD' ? /^CMD (\[.*\])$/m : /^HEALTHCHECK[^[]*CMD (\[.*\])$/m;
  const [, list = '[]'] = pattern.exec(lastStage) ?? [];
  return JSON.parse(list) as string[];
}

/** As nobody in particular, where this program may choose; `node` is the one that runs this. */
function run(image: string, [, ...args]: readonly string[], settings: Readonly<Record<string, string>>): ChildProcess {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { NODE_ENV: 'production', ...settings };
  // The Node of this checkout may lie where nobody may look: it is copied beside the image.
  const child = spawn(nodeBeside(), args, { cwd: image, env, stdio: ['ignore', 'inherit', 'inherit'], ...identity });
  started.push(child);
  return child;
}

function nodeBeside(): string {
  const node = join(work, 'node');
  cpSync(process.execPath, node, { force: false });
  return node;
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}
