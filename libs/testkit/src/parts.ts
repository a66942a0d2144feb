import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs some specs run for real, because a stand-in would keep none of their promises. */
export type RealPart = 'compose' | 'mosquitto' | 'chromium' | 'influxd' | 'openssl' | 'paho' | 'strace';

interface PartKind {
  /** Environment variable that names the program, and is believed. */
  readonly variable: string;
  readonly programs: readonly string[];
  /** Places outside PATH where its installers put it. */
  readonly places: readonly string[];
  /** Arguments by which the program shows that it will do; any will if left out. */
  readonly shows?: readonly string[];
  readonly howToGet: string;
  /** Environment variables that together name one that runs already. */
  readonly running?: readonly string[];
}

const MAC = '/Applications';
const PROGRAM_FILES = process.env['PROGRAMFILES'] ?? 'C:\\Program Files';

export const PARTS: Readonly<Record<RealPart, PartKind>> = {
  compose: {
    variable: 'COMPOSE',
    programs: ['docker-compose'],
    places: ['/usr/libexec/docker/cli-plugins/docker-compose', '/usr/local/lib/docker/cli-plugins/docker-compose'],
    shows: ['version'],
    howToGet: 'apt-get install --no-install-recommends docker-compose, or COMPOSE=/path/to/docker-compose',
  },
  mosquitto: {
    variable: 'MOSQUITTO',
    programs: ['mosquitto'],
    places: [
      '/usr/sbin/mosquitto',
      '/usr/local/sbin/mosquitto',
      '/opt/homebrew/sbin/mosquitto',
      join(PROGRAM_FILES, 'mosquitto', 'mosquitto.exe'),
    ],
    howToGet: 'apt-get install mosquitto, brew install mosquitto, or MOSQUITTO=/path/to/mosquitto',
  },
  chromium: {
    variable: 'CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
    places: [
      `${MAC}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${MAC}/Chromium.app/Contents/MacOS/Chromium`,
      join(PROGRAM_FILES, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(PROGRAM_FILES, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ],
    howToGet: 'apt-get install --no-install-recommends chromium fonts-noto-cjk, or CHROMIUM=/path/to/chrome',
  },
  influxd: {
    variable: 'INFLUXD',
    programs: ['influxd'],
    places: [
      // Where tools/influxd/build.sh leaves it.
      join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clearwell', 'influxd-v2.9.1', 'influxd'),
      '/opt/homebrew/bin/influxd',
    ],
    running: ['INFLUX_URL', 'INFLUX_TOKEN', 'INFLUX_ORG'],
    howToGet:
      'bash tools/influxd/build.sh, or INFLUXD=/path/to/influxd, or INFLUX_URL, INFLUX_TOKEN and INFLUX_ORG of one that runs',
  },
  openssl: {
    variable: 'OPENSSL',
    programs: ['openssl'],
    places: ['/opt/homebrew/bin/openssl', join(PROGRAM_FILES, 'Git', 'usr', 'bin', 'openssl.exe')],
    howToGet: 'apt-get install openssl, brew install openssl, or OPENSSL=/path/to/openssl',
  },
  paho: {
    variable: 'PYTHON',
    programs: ['python3', 'python'],
    places: [],
    shows: ['-c', 'from paho.mqtt.client import CallbackAPIVersion'],
    howToGet: 'pip install paho-mqtt (version 2), or PYTHON=/path/to/a/python that has it',
  },
  strace: {
    variable: 'STRACE',
    programs: ['strace'],
    places: [],
    howToGet: 'apt-get install strace (Linux), or STRACE=/path/to/strace',
  },
};

/** Where a real part is: a program on this machine, or the address of one that runs already; or null. */
export function realPart(part: RealPart): string | null {
  const { variable, programs, places, shows, running } = PARTS[part];
  const [address] = running ?? [];
  if (address !== undefined && running?.every((name) => isSet(process.env[name]))) return process.env[address] ?? null;
  const willDo = (path: string): boolean => isExecutable(path) && (shows === undefined || runsWell(path, shows));
  const named = process.env[variable];
  if (isSet(named)) return willDo(named) ? named : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return [...onPath, ...places].find(willDo) ?? null;
}

/** Whether a missing real part is a failure: on the machine that decides, nothing is skipped. */
export const partsAreRequired = (): boolean => process.env['REQUIRE_REAL'] === '1';

/**
 * Describes specs that need a real part and hands them its path. Where it is missing they are skipped visibly,
 * or fail if real parts are required.
 */
export function describeWith(part: RealPart, name: string, specs: (path: string) => void): void {
  const path = realPart(part);
  describe(name, () => {
    if (path === null) declareMissing(part);
    else specs(path);
  });
}

function declareMissing(part: RealPart): void {
  // Skipped where the machine lacks the part, and the runner says how to get it; where it is required its absence fails.
  const declare = partsAreRequired() ? test : test.skip;
  declare(`needs ${part}: ${PARTS[part].howToGet}`, () => {
    throw new Error(`${part} is missing and REQUIRE_REAL=1`);
  });
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';
const runsWell = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
