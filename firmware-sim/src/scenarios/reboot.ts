import { MINUTE } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

const AWAY = 2 * MINUTE;

/** The station is away for two minutes and back under the next `boot`, with numbers from 1; no value is lost or changed. */
export const reboot: Scenario = {
  name: 'reboot',
  kind: 'logger',
  summary: 'the logger loses its power for 2 minutes and begins a new count',
  duration: AWAY,
  cutsLink: true,
  reboots: true,
  events: () => [
    { after: 0, kind: 'power', state: 'begin' },
    { after: AWAY, kind: 'power', state: 'end' },
  ],
};
