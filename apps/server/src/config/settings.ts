import { DEFAULT_BUDGET } from '@clearwell/detect';
import { COMMIT_POINTS, type CommitPoint } from '@clearwell/ledger';
import { DAY, HORIZON, STANDARD_CODES, type Standard } from '@clearwell/water-quality';
import * as z from 'zod';

const port = z.coerce.number('must be a port number').int('must be a port number').min(0).max(65_535);
const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with an offset or Z' })
  .transform((text) => Date.parse(text));
const standards = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!STANDARD_CODES.includes(name as Standard)) {
      context.addIssue({ code: 'custom', message: `has a name that is not one of ${STANDARD_CODES.join(', ')}` });
    }
  }
  return names as Standard[];
});
const failpoint = z
  .string()
  .regex(
    new RegExp(`^commit:(${COMMIT_POINTS.join('|')}):[1-9]\\d{0,8}$`),
    `must be like commit:inside:12 (${COMMIT_POINTS.join(', ')})`,
  )
  .transform((text) => {
    const [, at, commit] = text.split(':');
    return { at: at as CommitPoint, commit: Number(commit) };
  });
/** The address of the page, without a path: what a browser sends as `Origin`. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://water.example' })
  .transform((text) => new URL(text).origin);
const addresses = z
  .string()
  .regex(/^[\da-fA-F.:/]+(\s*,\s*[\da-fA-F.:/]+)*$/, 'must be addresses or networks, separated by commas')
  .transform((text) => text.split(',').map((part) => part.trim()));
const scenarios = z.string().transform((text) => text.split(',').filter((part) => part !== ''));

/** Every setting of the server, by its environment name. An empty value means the default. */
export const settingsSchema = z.object({
  CLEARWELL_DATA: z.string().default('./data'),
  CLEARWELL_STATIONS: z.string().optional(),
  CLEARWELL_STANDARDS: standards.prefault('GB 5749-2022,GB 5749-2006,operational'),
  CLEARWELL_HORIZON_DAYS: z.coerce
    .number('must be a number of days')
    .min(1, 'must be from 1 to 365')
    .max(365, 'must be from 1 to 365')
    .default(HORIZON / DAY),
  CLEARWELL_ALERT_BUDGET: z.coerce
    .number('must be a number of false alerts a station and week')
    .min(0.05, 'must be from 0.05 to 5')
    .max(5, 'must be from 0.05 to 5')
    .default(DEFAULT_BUDGET),
  CLEARWELL_QUALITY: z.string().optional(),
  CLEARWELL_HOST: z.string().default('127.0.0.1'),
  CLEARWELL_HTTP_PORT: port.default(3000),
  CLEARWELL_ALLOW_OPEN_HTTP: flag.default(false),
  CLEARWELL_PUBLIC_URL: publicUrl.optional(),
  CLEARWELL_PROXY: addresses.optional(),
  CLEARWELL_ANONYMOUS: flag.optional(),
  CLEARWELL_DEMO_ACCOUNTS: flag.optional(),
  CLEARWELL_LOCAL_PROGRAMS: flag.optional(),
  CLEARWELL_SESSION_IDLE_MINUTES: z.coerce
    .number('must be a number of minutes')
    .min(0.01, 'must be from 0.01 to 1440')
    .max(1_440, 'must be from 0.01 to 1440')
    .default(120),
  CLEARWELL_SESSION_HOURS: z.coerce
    .number('must be a number of hours')
    .min(0.001, 'must be from 0.001 to 168')
    .max(168, 'must be from 0.001 to 168')
    .default(12),
  CLEARWELL_API_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
  CLEARWELL_MQTT_URL: z
    .url({ protocol: /^(mqtts?|tcp|wss?)$/, error: 'must be an address like mqtt://host:1883' })
    .optional(),
  CLEARWELL_MQTT_CLIENT_ID: z.string().min(1).max(64).default('clearwell-server'),
  CLEARWELL_MQTT_HOST: z.string().default('127.0.0.1'),
  CLEARWELL_MQTT_PORT: port.optional(),
  CLEARWELL_MQTT_ACCOUNTS: z.string().optional(),
  CLEARWELL_MQTT_ANONYMOUS: flag.optional(),
  CLEARWELL_MQTT_TLS_CERT: z.string().optional(),
  CLEARWELL_MQTT_TLS_KEY: z.string().optional(),
  CLEARWELL_MQTT_ALLOW_PLAIN: flag.default(false),
  CLEARWELL_MQTT_CA: z.string().optional(),
  CLEARWELL_MQTT_USERNAME: z.string().min(1).optional(),
  CLEARWELL_MQTT_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  CLEARWELL_INFLUX_URL: z.url({ protocol: /^https?$/, error: 'must be an address like http://host:8086' }).optional(),
  CLEARWELL_INFLUX_TOKEN: z.string().optional(),
  CLEARWELL_INFLUX_ORG: z.string().optional(),
  CLEARWELL_INFLUX_BUCKET: z.string().optional(),
  CLEARWELL_INFLUX_RETENTION_DAYS: z.coerce
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(0, 'must be 0 (for ever) or more')
    .default(0),
  CLEARWELL_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://host/path' })
    .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'must hold no user name and no password')
    .optional(),
  CLEARWELL_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  CLEARWELL_CLOCK_RATE: z.coerce
    .number('must be a number')
    .min(1, 'must be from 1 to 36000')
    .max(36_000, 'must be from 1 to 36000')
    .default(1),
  CLEARWELL_CLOCK_START: instant.optional(),
  CLEARWELL_FAILPOINT: failpoint.optional(),
  CLEARWELL_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  CLEARWELL_DEMO_STATIONS: z.coerce.number('must be a number').int().min(1).max(10_000).default(48),
  CLEARWELL_DEMO_SEED: z.coerce.number('must be a number').int().min(0).default(1),
  CLEARWELL_DEMO_DAYS: z.coerce.number('must be a number').min(0).max(365).default(7),
  CLEARWELL_DEMO_EVERYDAY: flag.default(true),
  CLEARWELL_DEMO_REPLAY: z.string().optional(),
  CLEARWELL_DEMO_SCENARIO: scenarios.prefault(''),
});

export type Settings = z.output<typeof settingsSchema>;
export const SETTING_NAMES = Object.keys(settingsSchema.shape);

/** Says every setting that is wrong, by name, and never its value. */
export class SettingsError extends Error {}

/** Reads the settings out of an environment; every bad or unknown `CLEARWELL_…` name is reported together. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(env).filter(([name, value]) => name.startsWith('CLEARWELL_') && value !== '');
  const faults = given
    .filter(([name]) => !SETTING_NAMES.includes(name) && !name.startsWith('CLEARWELL_SIM_'))
    .map(([name]) => `${name} is not a setting of Clearwell`);
  const parsed = settingsSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.message}`));
  } else {
    faults.push(...exposureFaults(parsed.data), ...influxFaults(parsed.data), ...webhookFaults(parsed.data));
  }
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new SettingsError(faults.join('\n'));
}

/** Whether an address is reached from this machine alone. */
export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/.test(host);

/** Whether the page is for this machine alone: no address leads to it from elsewhere, and no proxy does. */
export function isAtHome({ CLEARWELL_HOST: host, CLEARWELL_PUBLIC_URL: url }: Settings): boolean {
  return isLoopback(host) && (url === undefined || isLoopback(new URL(url).hostname));
}

const INFLUX = [
  'CLEARWELL_INFLUX_URL',
  'CLEARWELL_INFLUX_TOKEN',
  'CLEARWELL_INFLUX_ORG',
  'CLEARWELL_INFLUX_BUCKET',
] as const satisfies readonly (keyof Settings)[];

/** Where a long-term store is named, all of its address is. */
function influxFaults(settings: Settings): string[] {
  const missing = INFLUX.filter((name) => settings[name] === undefined);
  if (missing.length === 0) return [];
  const fault = (name: string): string => `${name} is missing: set all of ${INFLUX.join(', ')}, or none`;
  return missing.length < INFLUX.length ? missing.map(fault) : [];
}

/** What is sent is signed. */
function webhookFaults({ CLEARWELL_WEBHOOK_URL: url, CLEARWELL_WEBHOOK_SECRET: secret }: Settings): string[] {
  if (url !== undefined && secret === undefined)
    return ['CLEARWELL_WEBHOOK_SECRET is missing: what is sent to CLEARWELL_WEBHOOK_URL is signed with it'];
  return url === undefined && secret !== undefined
    ? ['CLEARWELL_WEBHOOK_SECRET is set, and CLEARWELL_WEBHOOK_URL is not: set both or none']
    : [];
}

/** Closed by default: an address beyond this machine needs a lock on its door. */
function exposureFaults(settings: Settings): string[] {
  const faults = settings.CLEARWELL_MQTT_URL === undefined ? embeddedFaults(settings) : externalFaults(settings);
  faults.push(...webFaults(settings));
  const { CLEARWELL_FAILPOINT: failpoint, CLEARWELL_HOST, CLEARWELL_MQTT_HOST } = settings;
  if (failpoint !== undefined && ![CLEARWELL_HOST, CLEARWELL_MQTT_HOST].every(isLoopback))
    faults.push('CLEARWELL_FAILPOINT kills this server on purpose, and is for a server on loopback only: unset it');
  return faults;
}

const FOR_THIS_MACHINE = {
  CLEARWELL_ANONYMOUS: 'shows everything to whoever asks',
  CLEARWELL_DEMO_ACCOUNTS: 'lets in whoever reads a password on the login page',
  CLEARWELL_LOCAL_PROGRAMS: 'trusts every program that reaches the server',
} as const satisfies Partial<Record<keyof Settings, string>>;

/** The page and the API: who is let in without an account, and over what. */
function webFaults(settings: Settings): string[] {
  const { CLEARWELL_HOST: host, CLEARWELL_PUBLIC_URL: url, CLEARWELL_ALLOW_OPEN_HTTP: isPlainAllowed } = settings;
  const beyond = isLoopback(host) ? 'CLEARWELL_PUBLIC_URL' : 'CLEARWELL_HOST';
  const opened = Object.entries(FOR_THIS_MACHINE).filter(([name]) => settings[name as keyof Settings] === true);
  const isPlain = isLoopback(host) ? url?.startsWith('http:') === true : url?.startsWith('https:') !== true;
  return broken([
    ...opened.map(([name, what]): Rule => [
      !isAtHome(settings),
      `${name}=true ${what}, and ${beyond} reaches beyond this machine: unset it; people sign in by accounts of their own`,
    ]),
    [
      !isAtHome(settings) && isPlain && !isPlainAllowed,
      `${beyond} reaches beyond this machine: passwords and cookies must not travel in the clear. Set CLEARWELL_PUBLIC_URL to the https address of the proxy before it, or CLEARWELL_ALLOW_OPEN_HTTP=true where the network itself keeps strangers out`,
    ],
  ]);
}

type Rule = readonly [broken: boolean, saying: string];

const broken = (rules: readonly Rule[]): string[] => rules.flatMap(([isBroken, saying]) => (isBroken ? [saying] : []));

/** The broker in the server: whom it lets in, and over what. */
function embeddedFaults(settings: Settings): string[] {
  const { CLEARWELL_MQTT_TLS_CERT: cert, CLEARWELL_MQTT_TLS_KEY: key, CLEARWELL_MQTT_ANONYMOUS: anonymous } = settings;
  const isOpen = !isLoopback(settings.CLEARWELL_MQTT_HOST);
  const hasServerAccount = (settings.CLEARWELL_MQTT_USERNAME ?? settings.CLEARWELL_MQTT_PASSWORD) !== undefined;
  const beyond = 'CLEARWELL_MQTT_HOST reaches beyond this machine:';
  return broken([
    [
      hasServerAccount,
      "CLEARWELL_MQTT_USERNAME and CLEARWELL_MQTT_PASSWORD are this server's account at a broker elsewhere, and CLEARWELL_MQTT_URL is not set; stations log in by CLEARWELL_MQTT_ACCOUNTS (npm run accounts -- --help)",
    ],
    [
      (cert === undefined) !== (key === undefined),
      'CLEARWELL_MQTT_TLS_CERT and CLEARWELL_MQTT_TLS_KEY go together: set both or none',
    ],
    [
      isOpen && settings.CLEARWELL_MQTT_ACCOUNTS === undefined,
      `${beyond} set CLEARWELL_MQTT_ACCOUNTS to a password file (npm run accounts -- --help)`,
    ],
    [isOpen && anonymous === true, `${beyond} CLEARWELL_MQTT_ANONYMOUS=true is for loopback only`],
    [
      isOpen && cert === undefined && !settings.CLEARWELL_MQTT_ALLOW_PLAIN,
      `${beyond} set CLEARWELL_MQTT_TLS_CERT and CLEARWELL_MQTT_TLS_KEY, or CLEARWELL_MQTT_ALLOW_PLAIN=true where the network itself keeps strangers out`,
    ],
  ]);
}

/** A broker elsewhere keeps its own accounts. */
function externalFaults(settings: Settings): string[] {
  const { CLEARWELL_MQTT_USERNAME: username, CLEARWELL_MQTT_PASSWORD: password } = settings;
  const ofTheEmbedded = ['CLEARWELL_MQTT_ACCOUNTS', 'CLEARWELL_MQTT_TLS_CERT', 'CLEARWELL_MQTT_TLS_KEY'] as const;
  return broken([
    [
      (username === undefined) !== (password === undefined),
      'CLEARWELL_MQTT_USERNAME and CLEARWELL_MQTT_PASSWORD go together: set both or none',
    ],
    ...ofTheEmbedded.map((name): Rule => [
      settings[name] !== undefined,
      `${name} is for the broker in the server, which CLEARWELL_MQTT_URL replaces: set it at that broker`,
    ]),
  ]);
}
