import { DAY, SECOND } from '@clearwell/water-quality';
import { tierBucket, TIERS, type InfluxSettings } from './influx-schema.ts';

/** InfluxDB can't be worked with; the message says why, and what to do. */
export class InfluxError extends Error {}

interface Bucket {
  readonly id: string;
  readonly name: string;
  readonly retentionRules: readonly { readonly everySeconds: number }[];
}

interface BucketPlan {
  readonly name: string;
  /** null: for ever. */
  readonly keptDays: number | null;
  /** Days in one file of InfluxDB: many small files cost more than a few. */
  readonly shardDays: number;
}

const ANSWERS_WITHIN_MS = 10_000;
const SHARD_DAYS = { raw: 28, hourly: 364, daily: 3_640 };

/**
 * Makes sure that the buckets are there, and that raw readings are kept as long as the settings say.
 * @returns the raw bucket's id: another InfluxDB, or an emptied one, has another
 * @throws InfluxError
 */
export async function prepareBuckets(settings: InfluxSettings): Promise<string> {
  const { retentionDays } = settings;
  // A file may not outlast what is in it.
  const shardDays = retentionDays === null || retentionDays > SHARD_DAYS.raw ? SHARD_DAYS.raw : 1;
  const raw = await prepareBucket(settings, { name: settings.bucket, keptDays: retentionDays, shardDays });
  for (const tier of TIERS) {
    const plan = { name: tierBucket(settings, tier), keptDays: null, shardDays: SHARD_DAYS[tier.name] };
    await prepareBucket(settings, plan);
  }
  return raw.id;
}

async function prepareBucket(settings: InfluxSettings, plan: BucketPlan): Promise<Bucket> {
  const rule = { type: 'expire', everySeconds: ((plan.keptDays ?? 0) * DAY) / SECOND };
  const found = await findBucket(settings, plan.name);
  if (found === undefined) {
    const shardGroupDurationSeconds = (plan.shardDays * DAY) / SECOND;
    const orgID = await findOrg(settings);
    const made = { orgID, name: plan.name, retentionRules: [{ ...rule, shardGroupDurationSeconds }] };
    return (await call(settings, 'POST', '/api/v2/buckets', made)) as Bucket;
  }
  if ((found.retentionRules[0]?.everySeconds ?? 0) !== rule.everySeconds) {
    await call(settings, 'PATCH', `/api/v2/buckets/${found.id}`, { retentionRules: [rule] });
  }
  return found;
}

async function findBucket(settings: InfluxSettings, name: string): Promise<Bucket | undefined> {
  const query = new URLSearchParams({ org: settings.org, name });
  const { buckets = [] } = (await call(settings, 'GET', `/api/v2/buckets?${query.toString()}`)) as {
    buckets?: Bucket[];
  };
  return buckets.find((bucket) => bucket.name === name);
}

async function findOrg(settings: InfluxSettings): Promise<string> {
  const query = new URLSearchParams({ org: settings.org });
  const { orgs = [] } = (await call(settings, 'GET', `/api/v2/orgs?${query.toString()}`)) as {
    orgs?: { readonly id: string }[];
  };
  if (orgs[0] === undefined) throw new InfluxError(unknownOrg(settings));
  return orgs[0].id;
}

/** Answers JSON; an empty object where InfluxDB found nothing of that name. */
async function call(settings: InfluxSettings, method: string, path: string, body?: object): Promise<unknown> {
  const response = await reach(settings, method, path, body);
  if (response.ok) return response.json();
  const { message = '' } = (await response.json().catch(() => ({}))) as { message?: string };
  if (response.status === 404 && /organization/i.test(message)) throw new InfluxError(unknownOrg(settings));
  if (response.status === 404 && method === 'GET') return {};
  throw new InfluxError(describeRefusal(settings, response.status, message));
}

async function reach({ url, token }: InfluxSettings, method: string, path: string, body?: object): Promise<Response> {
  try {
    return await fetch(new URL(path, url), {
      method,
      headers: { Authorization: `Token ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
  } catch (error) {
    throw new InfluxError(`nothing answers at ${url}`, { cause: error });
  }
}

const unknownOrg = ({ org }: InfluxSettings): string =>
  `it knows no organisation ${org}, or the token may not see it: correct CLEARWELL_INFLUX_ORG`;

/** What InfluxDB's refusal means for whoever runs the server. */
export function describeRefusal(settings: InfluxSettings, status: number, message: string): string {
  if (status === 401) return 'it refuses the token: set CLEARWELL_INFLUX_TOKEN to one that it has issued';
  if (status === 403) {
    const buckets = [settings.bucket, ...TIERS.map((tier) => tierBucket(settings, tier))].join(', ');
    return `the token may not do this: it must be allowed to read and write ${buckets}, and to make them the first time`;
  }
  return `it answers ${String(status)}: ${message}`;
}
