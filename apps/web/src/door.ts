// Schemas are made by what is imported here, and it may be loaded as a part of its own.
import './no-eval.ts';
import {
  historySchema,
  parkedSchema,
  problemSchema,
  stateSchema,
  stationListSchema,
  type History,
  type Parked,
  type State,
  type StationList,
} from '@clearwell/contracts';
import type { Station, StationId } from '@clearwell/water-quality';
import * as z from 'zod';
import { csrfHeader } from './people/csrf.ts';
import { basemapSchema, districtsSchema, pipesSchema, waterSchema, type Basemap } from './basemap.schema.ts';

const ANSWER_WITHIN_MS = 15_000;

export interface Failure {
  readonly kind: 'network' | 'timeout' | 'unreadable' | 'refused';
  /** The server's code when it refused, else what the browser knows. */
  readonly code: string;
  readonly requestId: string | null;
  /** What the server said, if it did. */
  readonly message?: string;
  /** All of its answer when it refused. */
  readonly body?: unknown;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const failed = (kind: Failure['kind'], code: string, requestId: string | null = null): Answer<never> => ({
  ok: false,
  failure: { kind, code, requestId },
});

/** Rejects with AbortError after `ANSWER_WITHIN_MS`; the body counts too. */
async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, ANSWER_WITHIN_MS);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

export const get = <T>(path: string, schema: z.ZodType<T>): Promise<Answer<T>> => askFor(path, schema, {});

export const askFor = <T>(path: string, schema: z.ZodType<T>, request: Request): Promise<Answer<T>> =>
  ask(path, async (response) => read(schema, await jsonOf(response)), request);

const jsonOf = (response: Response): Promise<unknown> => response.json().catch(() => null);

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

/** Asks the server; `take` reads an answer that is no refusal. */
export async function ask<T>(
  path: string,
  take: (response: Response) => Promise<Answer<T>>,
  request: Request = {},
): Promise<Answer<T>> {
  try {
    return await within(async (signal) => {
      const headers = { accept: 'application/json', ...request.headers };
      const response = await fetch(path, { ...request, signal, headers });
      return response.ok ? await take(response) : refusal(response.status, await jsonOf(response));
    });
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'AbortError';
    return isTimeout ? failed('timeout', 'timeout') : failed('network', 'network');
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): Answer<T> {
  const parsed = schema.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data } : failed('unreadable', 'bad_answer');
}

function refusal(status: number, body: unknown): Answer<never> {
  const problem = problemSchema.safeParse(body);
  if (problem.success) {
    const { code, requestId, message } = problem.data;
    return { ok: false, failure: { kind: 'refused', code, requestId, message, body } };
  }
  return status >= 500 ? failed('network', `http_${status}`) : failed('refused', `http_${status}`);
}

export const getStations = (): Promise<Answer<StationList>> => get('/api/stations', stationListSchema);

export const getState = (): Promise<Answer<State>> => get('/api/state', stateSchema);

/** The last 24 hours by the server's clock. */
export const getHistory = (station: StationId): Promise<Answer<History>> =>
  get(`/api/stations/${encodeURIComponent(station)}/history?tests=true`, historySchema);

export const getParked = (): Promise<Answer<Parked>> => get('/api/parked', parkedSchema);

/** A request for a change, by whoever is signed in. */
export const change = (method: 'POST' | 'PUT' | 'DELETE', body: object | null): Request => ({
  method,
  headers: { ...csrfHeader(), ...(body !== null && { 'content-type': 'application/json' }) },
  body: body === null ? null : JSON.stringify(body),
});

const askChange = (method: 'POST' | 'DELETE', path: string, body: object | null): Promise<Answer<unknown>> =>
  askFor(path, z.unknown(), change(method, body));

/** As a person fills it in: the server says what is missing. */
export type StationDraft = { readonly [K in keyof Station]: Station[K] | null };

export const registerStation = (station: StationDraft): Promise<Answer<unknown>> =>
  askChange('POST', '/api/stations', station);

export const retireStation = (id: StationId): Promise<Answer<unknown>> =>
  askChange('POST', `/api/stations/${encodeURIComponent(id)}/retire`, {});

export const dismissParked = (id: StationId): Promise<Answer<unknown>> =>
  askChange('DELETE', `/api/parked/${encodeURIComponent(id)}`, null);

/** Null if any part is missing: half a map would mislead. */
export async function getBasemap(): Promise<Basemap | null> {
  const [frame, districts, water, pipes] = await Promise.all([
    get('/basemap/basemap.json', basemapSchema),
    get('/basemap/districts.geojson', districtsSchema),
    get('/basemap/water.geojson', waterSchema),
    get('/basemap/pipes.geojson', pipesSchema),
  ]);
  if (!frame.ok || !districts.ok || !water.ok || !pipes.ok) return null;
  return { frame: frame.value, districts: districts.value, water: water.value, pipes: pipes.value };
}
