import { DEFAULT_BUDGET, LimitDetector, TrendDetector, WaterDetector, type Panel } from '@clearwell/detect';
import { HistoryQualifier } from '@clearwell/qualify';
import type { Standard } from '@clearwell/water-quality';

const STANDARDS: readonly Standard[] = ['GB 5749-2022', 'GB 5749-2006', 'operational'];

/** What a server judges with unless it is told otherwise. */
export const housePanel = (): Panel => ({
  qualifier: new HistoryQualifier(),
  detectors: [new LimitDetector(STANDARDS), new TrendDetector(STANDARDS), new WaterDetector(DEFAULT_BUDGET)],
});
