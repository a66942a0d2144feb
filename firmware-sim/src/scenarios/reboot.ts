import { MINUTE } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

/** The station is away for two minutes and back under the next `boot`, with numbers from 1; no value is lost or changed. */
export const reboot: Scenario = {
  name: 'reboot',
  summary: 'the logger loses its power for 2 minutes and begins a new count',
  duration: 2 * MINUTE,
  cutsLink: true,
  reboots: true,
};
