import { problemSchema } from '@clearwell/contracts';
import {
  passwordChangeSchema,
  ROLES,
  sessionSchema,
  signInSchema,
  signOutQuerySchema,
  type PasswordChange,
  type SessionAnswer,
  type SignIn,
} from '@clearwell/contracts/people';
import {
  csrfTokenOf,
  DEMO_PASSWORD,
  permissionsOf,
  type Origin,
  type Principal,
  type SignedIn,
} from '@clearwell/people';
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityOf } from '../access/access-guard.ts';
import { Identity } from '../access/identity.ts';
import { Audited, Public, SignedIn as ForSignedIn } from '../access/rules.ts';
import type { Config } from '../config/config.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';
import { personAnswer } from './person-answer.ts';

export const ACCESS = Symbol('access');

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });

const ANONYMOUS: Omit<SessionAnswer, 'permissions' | 'anonymousViewing' | 'demoAccounts'> = {
  person: null,
  csrfToken: null,
  endsAt: null,
};

/** Signing in and out, and one's own password. */
@ApiTags('People')
@Controller('api/session')
export class SessionController {
  readonly #house: House;
  readonly #identity: Identity;
  readonly #access: Config['access'];

  constructor(
    @Inject(House) house: House,
    @Inject(Identity) identity: Identity,
    @Inject(ACCESS) access: Config['access'],
  ) {
    this.#house = house;
    this.#identity = identity;
    this.#access = access;
  }

  @Get()
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Who is signed in, and what they may do' })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  whoAmI(@Req() request: FastifyRequest): SessionAnswer {
    const { principal, token } = identityOf(request);
    return principal.kind === 'person' && token !== null
      ? this.#tell({ ...principal, token })
      : this.#tellStranger(principal);
  }

  @Post()
  @HttpCode(200)
  @Public()
  @Audited()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Signs in: begins a session, whose token goes into a cookie' })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  @ApiResponse(problem(401, 'The name or the password is not right'))
  @ApiResponse(problem(429, 'Too many wrong passwords, of this name or from this address: `Retry-After`'))
  async signIn(
    @Body({ schema: signInSchema }) asked: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    return this.#begin(await this.#house.doorkeeper.signIn(asked, originOf(request), identityOf(request).token), reply);
  }

  @Delete()
  @ForSignedIn()
  @Audited()
  @ApiInput({ query: signOutQuerySchema })
  @ApiOperation({ summary: 'Signs out, here or everywhere' })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  @ApiResponse(problem(401, 'Nobody is signed in'))
  signOut(
    @Query({ schema: signOutQuerySchema }) { everywhere }: { readonly everywhere?: 'true' | 'false' },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): SessionAnswer {
    this.#house.doorkeeper.signOut(signedInOf(request), everywhere === 'true', originOf(request));
    void reply.header('Set-Cookie', this.#identity.cookie.write(null));
    return this.#tellStranger({ kind: 'anonymous', viewing: this.#access.anonymous });
  }

  @Post('password')
  @HttpCode(200)
  @ForSignedIn()
  @Audited()
  @ApiOperation({ summary: "Changes one's own password; all other sessions are over" })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  @ApiResponse(problem(400, 'Why the new password will not do: `password_too_short`, `password_common` …'))
  @ApiResponse(problem(401, 'Nobody is signed in, or the present password is not right'))
  @ApiResponse(problem(429, 'Too many wrong passwords'))
  async changePassword(
    @Body({ schema: passwordChangeSchema }) asked: PasswordChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const { person } = signedInOf(request);
    return this.#begin(await this.#house.doorkeeper.changePassword(person, asked, originOf(request)), reply);
  }

  #begin(signedIn: SignedIn, reply: FastifyReply): SessionAnswer {
    void reply.header('Set-Cookie', this.#identity.cookie.write(signedIn.token));
    return this.#tell(signedIn);
  }

  #tell({ person, session, token }: SignedIn): SessionAnswer {
    return {
      person: personAnswer(person),
      permissions: [...permissionsOf({ kind: 'person', person, session })],
      csrfToken: csrfTokenOf(token),
      endsAt: this.#house.sessions.endsAt(session),
      ...this.#open(),
    };
  }

  #tellStranger(principal: Principal): SessionAnswer {
    return { ...ANONYMOUS, permissions: [...permissionsOf(principal)], ...this.#open() };
  }

  #open(): Pick<SessionAnswer, 'anonymousViewing' | 'demoAccounts'> {
    const { anonymous, demoAccounts } = this.#access;
    const ready = ROLES.map((role) => ({ name: `demo-${role}`, password: DEMO_PASSWORD, role }));
    return { anonymousViewing: anonymous, demoAccounts: demoAccounts ? ready : [] };
  }
}

/** When and from where a request came. */
export const originOf = ({ ip }: FastifyRequest): Origin => ({ now: Date.now(), address: ip });

function signedInOf(request: FastifyRequest): Extract<Principal, { kind: 'person' }> {
  const { principal } = identityOf(request);
  if (principal.kind !== 'person') throw new Error('The guard lets only persons in here');
  return principal;
}
