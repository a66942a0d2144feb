import { roleBehind } from '@clearwell/contracts/people';
import type { Telling } from './alert-title.ts';

/** Somebody by name, or by their role where the server tells no more. */
export function staffName(say: Telling['say'], name: string): string {
  const role = roleBehind(name);
  return role === null ? name : say(`someone.${role}`);
}
