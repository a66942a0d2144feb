import { FAULT_CONSTANTS as C } from '../constants.ts';
import type { FaultRule } from '../fault-rule.ts';
import type { Probe } from '../probe.ts';

/** How far the value before the newest stands out from both its neighbours on one side, if it returned; else 0. */
function heightOf(probe: Probe): number {
  const [up, down] = [probe.x1 - probe.x2, probe.x1 - probe.x0];
  if (!(up * down > 0)) return 0;
  const height = Math.min(Math.abs(up), Math.abs(down));
  return Math.abs(probe.x0 - probe.x2) <= C.spikeReturn * height ? height : 0;
}

/** Noise grows with the level a spike stands on. */
const growthBeside = (probe: Probe): number => Math.max(1, Math.min(1e3, Math.abs(probe.x0 / probe.usual) || 1));

const isSpike = (probe: Probe): boolean =>
  heightOf(probe) >= Math.max(C.spikeJump * probe.stepScale * growthBeside(probe), C.jumpResolutions * probe.grain);

/** One value far off its neighbours, which agree; no other channel did so in that row. Evidence: value, height, spikes lately. */
export const spike: FaultRule = {
  kind: 'spike',
  isBrief: true,
  begins: (probe, company) => {
    if (!probe.isWater || !probe.isGrown || !probe.isHere || !isSpike(probe)) return NaN;
    if (company.probes.some((other) => other !== probe && other.isWater && other.isHere && isSpike(other))) return NaN;
    probe.spikes += 1;
    probe.usualSpikes += 1;
    probe.evidence[0] = probe.x1;
    probe.evidence[1] = heightOf(probe);
    probe.evidence[2] = probe.spikes;
    return probe.at - company.interval;
  },
  hasEnded: () => true,
};
