import { describeWith, temporaryFolder } from '@clearwell/testkit';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SETTING_NAMES } from './settings.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../docker');

const textOf = (name: string): string => readFileSync(resolve(FOLDER, name), 'utf8');
const [compose, example, image] = ['compose.yml', '.env.example', 'server.Dockerfile'].map(textOf);

/** All that a pattern's first group finds, once each. */
const found = (text = '', pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

/** Of the broker's own scripts, which the server never sees. */
const OF_SCRIPTS = ['CLEARWELL_ACCOUNTS', 'CLEARWELL_BROKER_DATA'];

describe('the deployment in docker/', () => {
  it.each(
    globSync('**/*', { cwd: FOLDER, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  )('%s names only settings that the server knows', (name) => {
    const [path = ''] = globSync(`**/${name}`, { cwd: FOLDER });
    const names = found(textOf(path), /(CLEARWELL_[A-Z_]+)/g).filter((setting) => !OF_SCRIPTS.includes(setting));
    expect(names.filter((setting) => !SETTING_NAMES.includes(setting))).toEqual([]);
  });

  it('explains every variable of the compose file in .env.example, and no other', () => {
    const used = found(compose, /\$\{([A-Z_]+)/g);
    const explained = found(example, /^([A-Z_]+)=/gm);
    expect(explained.filter((name) => name !== 'COMPOSE_PROJECT_NAME').sort()).toEqual(used.sort());
  });

  it('names every image by an exact tag', () => {
    const images = [...found(compose, /^\s+image: (\S+)$/gm), ...found(image, /^FROM ([\w./-]+:\S+)/gm)];
    expect(images.length).toBeGreaterThanOrEqual(3);
    expect(images.filter((name) => !/^[\w./-]+:\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(name))).toEqual([]);
    const stages = found(image, /^FROM \S+ AS (\w+)/gm);
    const bases = found(image, /^FROM (\S+)/gm).filter((base) => !stages.includes(base));
    expect(bases.every((base) => images.includes(base))).toBe(true);
  });

  it('runs the server as nobody in particular, with the signal to stop going to it', () => {
    expect(image).toMatch(/^USER node$/m);
    expect(image).toMatch(/^CMD \["node"/m);
  });
});

describeWith('compose', 'the compose file', (compose) => {
  /** `config` resolves the whole file as a start would, and needs no engine. */
  const config = (settings: string) => {
    const file = join(temporaryFolder(), '.env');
    writeFileSync(file, settings);
    const env = { PATH: process.env['PATH'] ?? '' };
    const args = ['-f', resolve(FOLDER, 'compose.yml'), '--env-file', file, 'config'];
    return spawnSync(compose, args, { encoding: 'utf8', env });
  };
  const filledIn = example?.replaceAll(/^((?:\w+_PASSWORD|\w+_TOKEN))=$/gm, '$1=a-secret-of-some-length');

  it('is whole with .env.example filled in: three services, each with a check of its health', () => {
    const { status, stdout, stderr } = config(filledIn ?? '');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const service of ['mosquitto', 'influxdb', 'server'])
      expect(stdout).toMatch(new RegExp(`^  ${service}:$`, 'm'));
    expect(stdout).toContain('CLEARWELL_MQTT_PASSWORD: a-secret-of-some-length');
  });

  it('refuses to start without its passwords, and says where to set them', () => {
    const { status, stderr } = config(example ?? '');
    expect(status).not.toBe(0);
    expect(stderr).toContain('set it in docker/.env');
  });
});
