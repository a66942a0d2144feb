import { actorOf, type Act } from '@clearwell/people';
import type { EpochMs } from '@clearwell/water-quality';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, map, type Observable } from 'rxjs';
import type { House } from '../house.ts';
import { actOf, identityOf, routeText, targetOf } from './access-guard.ts';
import { deedOf } from './deed.ts';
import type { RouteTerms } from './rules.ts';

/** Notes every change that is asked for over HTTP, before it is answered. */
export class AuditInterceptor implements NestInterceptor {
  readonly #house: House;
  readonly #now: () => EpochMs;

  constructor(house: House, now: () => EpochMs) {
    this.#house = house;
    this.#now = now;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { access, audited } = request.routeOptions.config as RouteTerms;
    if (request.method === 'GET' || request.method === 'HEAD' || audited === true || access === undefined)
      return next.handle();
    const deed = deedOf(request.routeOptions.url, request.body);
    const said = deed === null ? routeText(request) : `${deed.words}; ${routeText(request)}`;
    const note = (outcome: Act['outcome'], detail: string): void => {
      this.#house.noteAct({
        at: this.#now(),
        actor: actorOf(identityOf(request).principal),
        act: actOf(access),
        target: targetOf(request) ?? deed?.target ?? null,
        outcome,
        detail: `${said}${detail}`,
        address: request.ip,
      });
    };
    return next.handle().pipe(
      map((answer: unknown) => {
        note('done', '');
        return answer;
      }),
      catchError((error: unknown) => {
        note('failed', `: ${error instanceof Error ? error.message.slice(0, 200) : 'failed'}`);
        throw error;
      }),
    );
  }
}
