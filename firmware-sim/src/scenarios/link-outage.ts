import { HOUR } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

export const linkOutage: Scenario = {
  name: 'link-outage',
  kind: 'link',
  summary: 'the connection is cut for an hour; the station goes on sampling and sends afterwards what it kept',
  duration: HOUR,
  cutsLink: true,
};
