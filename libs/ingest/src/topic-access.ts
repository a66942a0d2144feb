import { parseTopic } from '@clearwell/contracts';

/**
 * Whether a connection may publish there. A station's account speaks for its own station; a connection without one
 * (`account` null) for any. The region is held against the register when the message is opened.
 */
export function mayPublish(account: string | null, topic: string): boolean {
  const address = parseTopic(topic);
  if (address === null || address.kind === 'commands') return false;
  return account === null || address.station === account;
}

/** Whether a connection may hear that: a station's account its own commands, one without an account everything. */
export function maySubscribe(account: string | null, filter: string): boolean {
  if (account === null) return true;
  const address = parseTopic(filter);
  return address?.kind === 'commands' && address.station === account;
}
