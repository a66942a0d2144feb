import type { Permission } from '@clearwell/contracts/people';
import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * Whose part of the city a route is about: of no station, of the station or the alert in its path, of what its body or its
 * path names otherwise (the handler asks `expectHandles`), or of the whole.
 */
export type Area = 'none' | 'station' | 'alert' | 'named' | 'city';

/** Who may use a route. */
export type AccessRule =
  | { readonly kind: 'public' }
  /** Who is signed in, also before the first password is changed. */
  | { readonly kind: 'signed_in' }
  | {
      readonly kind: 'permission';
      readonly permission: Permission;
      /** Another that is enough, where it reaches what the route is about. */
      readonly or?: Permission;
      readonly area: Area;
    };

/** What Fastify keeps with a route. */
export interface RouteTerms {
  readonly access?: AccessRule;
  /** The handler writes what it does into the audit log, in the same transaction. */
  readonly audited?: boolean;
  readonly bytes?: boolean;
}

/** Adds to what Fastify is told of a route; `RouteConfig` alone would replace it. */
export const withTerms =
  (terms: RouteTerms): MethodDecorator =>
  (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const { KEY: metadataKey } = RouteConfig({});
    const before = Reflect.getMetadata(metadataKey, handler) as RouteTerms | undefined;
    RouteConfig({ ...before, ...terms })(target, key, descriptor);
  };

/** Lets in whoever has the permission and, where the route is about a part of the city, handles that. */
export const Allow = (
  permission: Permission,
  { area = 'none', or }: { readonly area?: Area; readonly or?: Permission } = {},
): MethodDecorator => withTerms({ access: { kind: 'permission', permission, ...(or && { or }), area } });

/** Lets everybody in. */
export const Public = (): MethodDecorator => withTerms({ access: { kind: 'public' } });

/** Lets in every person who is signed in. */
export const SignedIn = (): MethodDecorator => withTerms({ access: { kind: 'signed_in' } });

/** Says that the handler writes the audit log itself, by the transaction of what it does. */
export const Audited = (): MethodDecorator => withTerms({ audited: true });
