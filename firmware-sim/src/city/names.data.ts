import type { BilingualName } from '@clearwell/water-quality';

/** Where a district lies: in the middle, in the ring around it, or in the outer ring. Angles in degrees, east is 0, anticlockwise. */
export interface DistrictPlan {
  readonly name: BilingualName;
  readonly ring: 0 | 1 | 2;
  readonly from: number;
  readonly to: number;
}

/** All names are ours: none is an administrative district of Zhengzhou. */
export const DISTRICT_PLANS: readonly DistrictPlan[] = [
  { name: { zh: '槐园区', en: 'Huaiyuan' }, ring: 0, from: 0, to: 360 },
  { name: { zh: '柳湾区', en: 'Liuwan' }, ring: 1, from: 21, to: 114 },
  { name: { zh: '云桥区', en: 'Yunqiao' }, ring: 1, from: 114, to: 195 },
  { name: { zh: '青石区', en: 'Qingshi' }, ring: 1, from: 195, to: 291 },
  { name: { zh: '梧台区', en: 'Wutai' }, ring: 1, from: 291, to: 381 },
  { name: { zh: '榆堤片区', en: 'Yudi' }, ring: 2, from: 0, to: 45 },
  { name: { zh: '河屿片区', en: 'Heyu' }, ring: 2, from: 45, to: 96 },
  { name: { zh: '鹤亭片区', en: 'Heting' }, ring: 2, from: 96, to: 150 },
  { name: { zh: '麦坡片区', en: 'Maipo' }, ring: 2, from: 150, to: 207 },
  { name: { zh: '杏塬片区', en: 'Xingyuan' }, ring: 2, from: 207, to: 258 },
  { name: { zh: '南渠片区', en: 'Nanqu' }, ring: 2, from: 258, to: 309 },
  { name: { zh: '月陂片区', en: 'Yuepi' }, ring: 2, from: 309, to: 360 },
];

export interface PlantPlan {
  readonly name: BilingualName;
  readonly district: string;
}

/** The waterworks, each named for the district it stands in. */
export const PLANT_PLANS: readonly PlantPlan[] = [
  { name: { zh: '河屿水厂', en: 'Heyu Waterworks' }, district: '河屿片区' },
  { name: { zh: '麦坡水厂', en: 'Maipo Waterworks' }, district: '麦坡片区' },
  { name: { zh: '南渠水厂', en: 'Nanqu Waterworks' }, district: '南渠片区' },
  { name: { zh: '榆堤水厂', en: 'Yudi Waterworks' }, district: '榆堤片区' },
  { name: { zh: '云桥水厂', en: 'Yunqiao Waterworks' }, district: '云桥区' },
];

export const RIVER: BilingualName = { zh: '大河', en: 'Great River' };
export const CANAL: BilingualName = { zh: '引水渠', en: 'Diversion Canal' };
export const LAKES: readonly {
  readonly name: BilingualName;
  readonly at: readonly [number, number];
  readonly km: number;
}[] = [
  { name: { zh: '明镜湖', en: 'Mingjing Lake' }, at: [113.746, 34.786], km: 1.5 },
  { name: { zh: '柳荫湖', en: 'Liuyin Lake' }, at: [113.588, 34.721], km: 1.0 },
];
