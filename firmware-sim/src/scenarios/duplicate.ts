import { HOUR } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

export const duplicate: Scenario = {
  name: 'duplicate',
  summary: 'for an hour each reading is sent twice',
  duration: HOUR,
  copies: 2,
};
