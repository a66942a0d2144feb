import { sessionSchema, type Permission, type SessionAnswer } from '@clearwell/contracts/people';
import { askFor, change, get, type Answer } from '../door.ts';
import { createSignal } from '../state/signal.ts';
import { useSignal } from '../state/use-signal.ts';
import { keepCsrfToken } from './csrf.ts';

/** Who uses this page, as the server last said; null before it did. */
export const who = createSignal<SessionAnswer | null>(null);

export const useWho = (): SessionAnswer | null => useSignal(who);

export const isAllowed = (session: SessionAnswer | null, permission: Permission): boolean =>
  session?.permissions.includes(permission) ?? false;

/** Whether whoever is signed in handles what is in one of these districts, by their Chinese names; in none: what is of the whole city. */
export function handlesAny(session: SessionAnswer | null, districts: readonly string[]): boolean {
  const person = session?.person ?? null;
  if (person === null) return false;
  return person.districts === null || districts.some((district) => person.districts?.includes(district));
}

function keep(answer: Answer<SessionAnswer>): Answer<SessionAnswer> {
  if (answer.ok) {
    keepCsrfToken(answer.value.csrfToken);
    who.set(answer.value);
  }
  return answer;
}

let asking: Promise<Answer<SessionAnswer>> | null = null;

/** Asked for while somebody is at the page, it keeps their session from idling: nothing else that is read does. */
export function learnWho(): Promise<Answer<SessionAnswer>> {
  asking ??= get('/api/session', sessionSchema).then((answer) => {
    asking = null;
    return keep(answer);
  });
  return asking;
}

const send = async (method: 'POST' | 'DELETE', path: string, body: object | null): Promise<Answer<SessionAnswer>> =>
  keep(await askFor(path, sessionSchema, change(method, body)));

export const signIn = (name: string, password: string): Promise<Answer<SessionAnswer>> =>
  send('POST', '/api/session', { name, password });

export const signOut = (isEverywhere: boolean): Promise<Answer<SessionAnswer>> =>
  send('DELETE', `/api/session${isEverywhere ? '?everywhere=true' : ''}`, null);

export const changePassword = (current: string, next: string): Promise<Answer<SessionAnswer>> =>
  send('POST', '/api/session/password', { current, next });

const STILL_HERE_MS = 60_000;

/** Tells the server now and then that somebody is at this page. Returns what ends it. */
export function followPresence(): () => void {
  let toldAt = performance.now();
  const tell = (): void => {
    if (who.get()?.person === null || performance.now() - toldAt < STILL_HERE_MS) return;
    toldAt = performance.now();
    void learnWho();
  };
  const events = ['pointerdown', 'keydown'] as const;
  for (const event of events) window.addEventListener(event, tell, { passive: true });
  return () => {
    for (const event of events) window.removeEventListener(event, tell);
  };
}
