import { sessionIdOf, type Principal, type Sessions } from '@clearwell/people';
import type { EpochMs } from '@clearwell/water-quality';
import { UnauthorizedException } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config/config.ts';
import { SessionCookie } from './session-cookie.ts';

/** What a request or a socket's first one says of who asks. */
export interface Asking {
  readonly headers: IncomingHttpHeaders;
  /** Of the connection itself, whatever a proxy says. */
  readonly remoteAddress: string | undefined;
  /** It says that somebody is there: a page that is left open asks for much by itself. */
  readonly isPresence: boolean;
}

export interface Identified {
  readonly principal: Principal;
  /** The token of the cookie that came, good or not. */
  readonly token: string | null;
}

/** Headers by which a proxy shows: what came through one is not from this machine. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];
/** Browsers send at least one of them with every request that can change something; no page can leave them out. */
const OF_BROWSERS = ['origin', 'sec-fetch-site'];
const LOOPBACK_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;
const LOOPBACK_ADDRESS = /^(::ffff:)?127\.|^::1$/;

/** Says who asks: a person by a cookie, a program by its key or by being on this machine, or nobody known. */
export class Identity {
  readonly cookie: SessionCookie;
  readonly #access: Config['access'];
  readonly #sessions: Sessions;
  readonly #now: () => EpochMs;

  constructor(access: Config['access'], sessions: Sessions, now: () => EpochMs) {
    this.#access = access;
    this.#sessions = sessions;
    this.#now = now;
    this.cookie = new SessionCookie(access.origin);
  }

  /** @throws UnauthorizedException where a key is sent that is not the server's */
  identify({ headers, remoteAddress, isPresence }: Asking): Identified {
    const token = this.cookie.read(headers.cookie);
    const key = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    // Another scheme is for a proxy before this server.
    if (key !== undefined) return { principal: this.#program(key), token };
    const found = token === null ? null : this.#sessions.find(token, this.#now(), isPresence);
    if (found !== null) return { principal: { kind: 'person', ...found }, token };
    if (token === null && this.#isLocal(headers, remoteAddress)) return { principal: { kind: 'local' }, token };
    return { principal: { kind: 'anonymous', viewing: this.#access.anonymous }, token };
  }

  /** Whether a page that sends this is ours: of this server's own address. Null: it does not say. */
  isOwnPage(headers: IncomingHttpHeaders): boolean | null {
    const site = headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') return false;
    const from = headers.origin ?? originOf(headers.referer);
    if (from === undefined) return site === 'same-origin' ? true : null;
    if (this.#access.origin !== null) return from === this.#access.origin;
    return URL.parse(from)?.host === headers.host;
  }

  /** The id of the session a cookie stands for. */
  sessionOf({ principal, token }: Identified): string | null {
    return principal.kind === 'person' && token !== null ? sessionIdOf(token) : null;
  }

  #program(given: string): Principal {
    const { apiKey } = this.#access;
    if (apiKey !== null && timingSafeEqual(digest(given), digest(apiKey))) return { kind: 'service' };
    throw new UnauthorizedException(
      apiKey === null
        ? 'This server has no key: set CLEARWELL_API_KEY where it is started'
        : 'This is not the key of this server: send `Authorization: Bearer …` with CLEARWELL_API_KEY, as where it was started',
    );
  }

  #isLocal(headers: IncomingHttpHeaders, remoteAddress = ''): boolean {
    return (
      this.#access.localPrograms &&
      LOOPBACK_ADDRESS.test(remoteAddress) &&
      LOOPBACK_NAME.test(headers.host ?? '') &&
      [...FORWARDED, ...OF_BROWSERS].every((name) => headers[name] === undefined)
    );
  }
}

const originOf = (referer: string | undefined): string | undefined =>
  referer === undefined ? undefined : URL.parse(referer)?.origin;

/** Of equal length whatever was sent, so that comparing takes the same time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
