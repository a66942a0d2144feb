import { faultCode } from '../fault-kind.ts';
import type { FaultRule } from '../fault-rule.ts';
import { driftFouling } from './drift-fouling.ts';
import { dropout } from './dropout.ts';
import { flatline } from './flatline.ts';
import { frozen } from './frozen.ts';
import { missing } from './missing.ts';
import { noiseBurst } from './noise-burst.ts';
import { rangeClip } from './range-clip.ts';
import { reagentEmpty } from './reagent-empty.ts';
import { shift } from './shift.ts';
import { spike } from './spike.ts';
import { swapped } from './swapped.ts';

/** In the order they are asked: the first that begins is the fault. */
export const FAULT_RULES: readonly FaultRule[] = [
  missing,
  frozen,
  swapped,
  dropout,
  rangeClip,
  driftFouling,
  shift,
  reagentEmpty,
  flatline,
  noiseBurst,
  spike,
];

/** What they ask of a value that they are not sure of yet. */
export const DOUBTS = FAULT_RULES.flatMap(({ isDoubtful }) => isDoubtful ?? []);

/** By the code of its kind. */
export const RULE_OF = new Map(FAULT_RULES.map((rule) => [faultCode(rule.kind), rule]));
