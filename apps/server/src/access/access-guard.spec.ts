import 'reflect-metadata';
import Fastify, { type FastifyInstance } from 'fastify';
import type { House } from '../house.ts';
import { AccessGuard } from './access-guard.ts';
import type { Identity } from './identity.ts';
import { Allow, Public, withTerms } from './rules.ts';

const watched = (): { fastify: FastifyInstance; guard: AccessGuard } => {
  const fastify = Fastify();
  const guard = new AccessGuard({} as House, {} as Identity, () => 0);
  guard.watch(fastify);
  return { fastify, guard };
};

describe('a route without a rule', () => {
  it('keeps the server from starting, and is named', () => {
    const { fastify } = watched();
    expect(() => fastify.post('/api/alerts/:id/close', () => ({}))).toThrow(
      'POST /api/alerts/:id/close says nothing of who may use it: give it @Allow or @Public',
    );
  });

  it('is none of the page', () => {
    const { fastify, guard } = watched();
    fastify.get('/map', () => ({}));
    expect(guard.routes).toContainEqual({ method: 'GET', url: '/map', rule: { kind: 'public' } });
  });
});

describe('a rule', () => {
  it('is kept beside what else Fastify is told of a route, in whatever order', () => {
    class Controller {
      @Allow('map.see', { area: 'city' })
      @withTerms({ bytes: true })
      first(): void {}

      @withTerms({ bytes: true })
      @Public()
      second(): void {}
    }
    const termsOf = (name: 'first' | 'second'): unknown =>
      Reflect.getMetadata('__fastify_route_config__', Controller.prototype[name]);
    expect(termsOf('first')).toEqual({
      bytes: true,
      access: { kind: 'permission', permission: 'map.see', area: 'city' },
    });
    expect(termsOf('second')).toEqual({ bytes: true, access: { kind: 'public' } });
  });
});
