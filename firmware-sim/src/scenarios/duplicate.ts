import { HOUR } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

export const duplicate: Scenario = {
  name: 'duplicate',
  kind: 'logger',
  summary: 'for an hour each reading is sent twice',
  duration: HOUR,
  copies: 2,
};
