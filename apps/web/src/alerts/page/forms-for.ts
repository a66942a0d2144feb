import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { ActName } from './use-acts.ts';

export type FormName = Exclude<ActName, 'acknowledge' | 'investigate' | 'unmute' | 'endWindow'> | 'call';

/**
 * What whoever is at the page may do with the alert as it stands.
 * @param mayKeepQuiet they may mute it, and work at one of its stations
 */
export function formsFor(
  { handling, may, stations }: Pick<AlertDetail, 'handling' | 'may' | 'stations'>,
  mayKeepQuiet: boolean,
): readonly FormName[] {
  const isClosed = handling === 'closed';
  const mayAct = may.includes('acknowledge');
  const offered: Readonly<Partial<Record<FormName, boolean>>> = {
    comment: mayAct && !isClosed,
    assign: mayAct && !isClosed,
    call: mayAct && !isClosed,
    // What a laboratory finds comes when all is long over.
    measure: mayAct,
    close: may.includes('close') && !isClosed,
    reopen: may.includes('close') && isClosed,
    mute: mayKeepQuiet && !isClosed,
    window: mayKeepQuiet && !isClosed && stations.length > 0,
  };
  return (Object.keys(offered) as FormName[]).filter((name) => offered[name]);
}
