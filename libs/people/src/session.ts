import { createHash, randomBytes } from 'node:crypto';
import type { EpochMs } from '@clearwell/water-quality';

/** One browser in which a person is signed in. */
export interface Session {
  /** SHA-256 of its token, hex: who reads the database can't be anybody by it. */
  readonly id: string;
  readonly person: number;
  readonly beganAt: EpochMs;
  readonly seenAt: EpochMs;
  readonly address: string | null;
}

/** How long sessions last, ms: without a request, and at most. */
export interface Lifetimes {
  readonly idle: number;
  readonly absolute: number;
}

const TOKEN_BYTES = 32;

/** 256 bits at random, URL-safe. */
export const makeToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

export const sessionIdOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a page of this session sends with each change. Only who knows the cookie can make it, and no page can read that. */
export const csrfTokenOf = (token: string): string => createHash('sha256').update(`csrf ${token}`).digest('base64url');

export const endsAt = ({ beganAt }: Session, { absolute }: Lifetimes): EpochMs => beganAt + absolute;

export const isOver = (session: Session, lifetimes: Lifetimes, now: EpochMs): boolean =>
  now >= endsAt(session, lifetimes) || now >= session.seenAt + lifetimes.idle;
