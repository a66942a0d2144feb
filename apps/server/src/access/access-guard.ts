import { csrfTokenOf, actorOf, may, reachesKind, type Principal } from '@clearwell/people';
import { alertId, stationId, type EpochMs } from '@clearwell/water-quality';
import {
  ForbiddenException,
  HttpException,
  UnauthorizedException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { expectHandles, refusalOfKind } from '../alerts/alert-access.ts';
import type { House } from '../house.ts';
import type { Identified, Identity } from './identity.ts';
import { ruleOfPage } from './page-routes.ts';
import type { AccessRule, RouteTerms } from './rules.ts';

const ONLY_READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser asks us first before a foreign page may send these; what forms can send is not among them. */
const MEDIA_TYPES = new Set(['application/json', 'text/csv']);

/** What a page asks for when somebody does something in it. */
const PRESENCE = '/api/session';

const CSRF_HEADER = 'x-csrf-token';

/** A route, and who may use it. */
export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly rule: AccessRule;
}

const identified = new WeakMap<FastifyRequest, Identified>();

/** Who sent a request that the guard let in. */
export function identityOf(request: FastifyRequest): Identified {
  const found = identified.get(request);
  if (found === undefined) throw new Error(`${request.method} ${request.url} passed no guard`);
  return found;
}

/** A person who has to choose a password of their own before anything else. */
export class PasswordChangeDue extends ForbiddenException {
  readonly code = 'password_change_due';
}

/**
 * The one guard over every route, of controllers and of files: a route that declares no rule keeps the server from
 * starting.
 */
export class AccessGuard {
  readonly routes: GuardedRoute[] = [];
  readonly #house: House;
  readonly #identity: Identity;
  readonly #now: () => EpochMs;

  constructor(house: House, identity: Identity, now: () => EpochMs) {
    this.#house = house;
    this.#identity = identity;
    this.#now = now;
  }

  /** Stands before all routes that are registered after. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      this.#note(route);
    });
    fastify.addHook('onRequest', (request, reply, done) => {
      try {
        // No proxy may keep for others what one was let see; a handler may say otherwise.
        if (request.url.startsWith('/api/')) void reply.header('Cache-Control', 'no-store');
        if (!request.is404) this.#admit(request);
        done();
      } catch (error) {
        done(error as Error);
      }
    });
  }

  #note(route: RouteOptions): void {
    const rule = (route.config as RouteTerms | undefined)?.access ?? ruleOfPage(route.url);
    const methods = [route.method].flat();
    if (rule === undefined)
      throw new Error(`${methods.join(', ')} ${route.url} says nothing of who may use it: give it @Allow or @Public`);
    route.config = { ...route.config, access: rule };
    this.routes.push(...methods.map((method) => ({ method, url: route.url, rule })));
  }

  #admit(request: FastifyRequest): void {
    const { access: rule } = request.routeOptions.config as RouteTerms;
    if (rule === undefined) throw new ForbiddenException('This route is for nobody');
    const isChange = !ONLY_READS.has(request.method);
    const who = this.#identity.identify({
      headers: request.headers,
      remoteAddress: request.socket.remoteAddress,
      isPresence: isChange || request.routeOptions.url === PRESENCE,
    });
    identified.set(request, who);
    try {
      this.#expectAllowed(who.principal, rule, request);
      if (isChange) this.#expectOwnPage(who, request);
    } catch (error) {
      if (isChange) this.#logRefusal(who.principal, rule, request, error);
      throw error;
    }
    if (isChange) expectMediaType(request);
  }

  #expectAllowed(principal: Principal, rule: AccessRule, request: FastifyRequest): void {
    if (rule.kind === 'public') return;
    if (rule.kind === 'signed_in') {
      if (principal.kind !== 'person') throw new UnauthorizedException('Sign in first: POST /api/session, or /login');
      return;
    }
    const { permission, or = permission, area } = rule;
    const held = [permission, or].filter((one) => may(principal, one));
    if (held.length === 0) throw refusalOf(principal, permission);
    if (area === 'none' || area === 'named') return;
    const { id = '' } = request.params as { readonly id?: string };
    const alert = area === 'alert' ? this.#house.findAlert(alertId(id)) : undefined;
    if (alert !== undefined && !held.some((one) => reachesKind(one, alert.kind)))
      throw refusalOfKind(alert, permission);
    // None: it is about the whole city, or about what nobody knows.
    const stations = area === 'station' ? [stationId(id)] : (alert?.stations ?? []);
    expectHandles(this.#house.register, principal, stations);
  }

  /** No foreign page acts for somebody who is signed in here: it lacks the address, and what only our page can know. */
  #expectOwnPage({ principal, token }: Identified, { headers }: FastifyRequest): void {
    if (principal.kind === 'service') return;
    const isOwn = this.#identity.isOwnPage(headers);
    if (isOwn === false || (isOwn === null && principal.kind === 'person'))
      throw new ForbiddenException('Changes are taken from the pages of this server alone (`Origin`)');
    if (principal.kind !== 'person' || token === null) return;
    if (!isSame(String(headers[CSRF_HEADER] ?? ''), csrfTokenOf(token)))
      throw new ForbiddenException('Send the `csrfToken` of GET /api/session as `X-CSRF-Token`');
  }

  /** Of somebody known; whoever is not could fill the disk. */
  #logRefusal(principal: Principal, rule: AccessRule, request: FastifyRequest, error: unknown): void {
    if (principal.kind === 'anonymous') return;
    const detail = `${routeText(request)}: ${error instanceof HttpException ? error.message : 'failed'}`;
    this.#house.noteAct({
      at: this.#now(),
      actor: actorOf(principal),
      act: actOf(rule),
      target: targetOf(request),
      outcome: 'refused',
      detail,
      address: request.ip,
    });
  }
}

export const routeText = ({ method, routeOptions }: FastifyRequest): string => `${method} ${routeOptions.url ?? ''}`;

export const actOf = (rule: AccessRule): string => (rule.kind === 'permission' ? rule.permission : 'session.change');

/** What a path says an act is on. */
export const targetOf = ({ params }: FastifyRequest): string | null =>
  (params as Readonly<Record<string, string | undefined>> | undefined)?.['id'] ?? null;

function refusalOf(principal: Principal, permission: string): HttpException {
  if (principal.kind === 'anonymous')
    return new UnauthorizedException(
      'Sign in (POST /api/session, or /login); a program sends `Authorization: Bearer …` with CLEARWELL_API_KEY',
    );
  if (principal.kind === 'person' && principal.person.mustChangePassword)
    return new PasswordChangeDue('Choose a password of your own first: POST /api/session/password');
  return new ForbiddenException(`This needs the permission ${permission}, which you do not have`);
}

const isSame = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

function expectMediaType({ method, headers }: FastifyRequest): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Only POST can be sent by a form; the others are always asked for first.
  if (type === undefined ? method !== 'POST' : MEDIA_TYPES.has(type)) return;
  throw new UnsupportedMediaTypeException(
    'Send JSON with `Content-Type: application/json`; where there is nothing to say, {}',
  );
}
