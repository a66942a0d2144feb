import {
  ForbiddenException,
  UnauthorizedException,
  UnsupportedMediaTypeException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config/config.ts';

const ONLY_READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser asks us first before a foreign page may send these; what forms can send is not among them. */
const MEDIA_TYPES = new Set(['application/json', 'text/csv']);

const LOOPBACK_NAME = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** What must hold for every request that changes something. One guard over all routes: none can be without it. */
export class ChangeGuard implements CanActivate {
  readonly #lock: Config['lock'];

  constructor(lock: Config['lock']) {
    this.#lock = lock;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (ONLY_READS.has(request.method)) return true;
    if (this.#lock.apiKey === null) this.#checkNearness(request);
    else this.#checkKey(this.#lock.apiKey, request, context.switchToHttp().getResponse<FastifyReply>());
    checkMediaType(request);
    return true;
  }

  /** Without a key only this machine may change something, and no page that took on its name. */
  #checkNearness({ headers }: FastifyRequest): void {
    const howTo = 'set CLEARWELL_API_KEY and send it as `Authorization: Bearer …`';
    if (!this.#lock.loopback)
      throw new ForbiddenException(`This server is reached from other machines and has no key: ${howTo}`);
    if (!LOOPBACK_NAME.test(headers.host ?? ''))
      throw new ForbiddenException(`Without a key changes are taken under http://localhost alone: ${howTo}`);
  }

  #checkKey(key: string, { headers }: FastifyRequest, reply: FastifyReply): void {
    const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), digest(key))) return;
    void reply.header('WWW-Authenticate', 'Bearer');
    throw new UnauthorizedException(
      given === undefined
        ? 'Changes need the key of this server: send `Authorization: Bearer …` with CLEARWELL_API_KEY'
        : 'This is not the key of this server: see CLEARWELL_API_KEY where it was started',
    );
  }
}

/** Of equal length whatever was sent, so that comparing takes the same time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function checkMediaType({ method, headers }: FastifyRequest): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Only POST can be sent by a form; the others are always asked for first.
  if (type === undefined ? method !== 'POST' : MEDIA_TYPES.has(type)) return;
  throw new UnsupportedMediaTypeException(
    'Send JSON with `Content-Type: application/json`; where there is nothing to say, {}',
  );
}
