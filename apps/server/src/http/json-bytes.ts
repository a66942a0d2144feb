import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { withTerms, type RouteTerms } from '../access/rules.ts';

/** The route is given the bytes of its JSON body, for a door of its own to open. */
export const JsonBytes = (): MethodDecorator => withTerms({ bytes: true });

/** Parses JSON bodies as Fastify does, but for the routes that ask for the bytes. */
export function keepJsonBytes(app: NestFastifyApplication): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', {}, (request: FastifyRequest, body: Buffer, done) => {
    const wish = request.routeOptions.config as RouteTerms;
    if (wish.bytes === true) done(null, body);
    else void parse(request, body.toString('utf8'), done);
  });
}
