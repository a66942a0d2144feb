import type { Problem } from '@clearwell/contracts';
import { StoreFault } from '@clearwell/ledger';
import { PeopleRefused, type RefusalCode } from '@clearwell/people';
import { ChangeRefused } from '@clearwell/stations';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { PasswordChangeDue } from '../access/access-guard.ts';
import { ActNotDone } from '../alerts/act-not-done.ts';

/** Every HTTP error leaves as one shape that says what to do. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = statusOf(error);
    if (status >= 500)
      this.#log.error({ err: error, requestId: request.id }, `${request.method} ${request.url} failed`);
    if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (error instanceof PeopleRefused && error.retryAfter !== null)
      void reply.header('Retry-After', String(Math.ceil(error.retryAfter / 1_000)));
    const problem: Problem = { ...describe(error, status), requestId: request.id };
    void reply.status(status).send(error instanceof ActNotDone ? { ...problem, answer: error.answer } : problem);
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof ChangeRefused) return REFUSALS[error.code];
  if (error instanceof PeopleRefused) return PEOPLE_REFUSALS[error.code] ?? 400;
  if (error instanceof StoreFault) return 503;
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function describe(error: unknown, status: number): Omit<Problem, 'requestId'> {
  if (status === 503) return { code: 'unavailable', message: messageOf(error) };
  if (status >= 500) return { code: 'internal', message: 'Something failed in the server; its log says what' };
  if (error instanceof PeopleRefused || error instanceof PasswordChangeDue)
    return { code: error.code, message: error.message };
  return { code: CODES[status] ?? 'refused', message: messageOf(error) };
}

/** Validation gives a list of faults; everything else one sentence. */
function messageOf(error: unknown): string {
  const said = error instanceof HttpException ? error.getResponse() : null;
  const message = typeof said === 'object' && said !== null && 'message' in said ? said.message : said;
  if (Array.isArray(message)) return message.join('; ');
  return typeof message === 'string' ? message : error instanceof Error ? error.message : 'The request was refused';
}

const REFUSALS: Readonly<Record<ChangeRefused['code'], number>> = {
  invalid: 400,
  unknown: 404,
  conflict: 409,
  outdated: 412,
};

/** A password that will not do is a bad request. */
const PEOPLE_REFUSALS: Readonly<Partial<Record<RefusalCode, number>>> = {
  wrong_credentials: 401,
  too_many_attempts: 429,
  unknown_person: 404,
  name_taken: 409,
  last_admin: 409,
  demo_account: 409,
};

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_allowed',
  409: 'conflict',
  412: 'outdated',
  413: 'too_large',
  415: 'bad_media_type',
  428: 'revision_missing',
};
