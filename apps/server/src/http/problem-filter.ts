import type { Problem } from '@clearwell/contracts';
import { ChangeRefused } from '@clearwell/stations';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

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
    const problem: Problem = { ...describe(error, status), requestId: request.id };
    void reply.status(status).send(problem);
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof ChangeRefused) return REFUSALS[error.code];
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function describe(error: unknown, status: number): Omit<Problem, 'requestId'> {
  if (status === 503) return { code: 'unavailable', message: messageOf(error) };
  if (status >= 500) return { code: 'internal', message: 'Something failed in the server; its log says what' };
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
