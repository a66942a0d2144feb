import type { BilingualName, Finding } from '@clearwell/water-quality';
import { tellEvent } from './event-words.ts';
import { tellFault } from './fault-words.ts';
import { tellLimit } from './limit-words.ts';
import { tellLink } from './link-words.ts';
import type { Scene } from './scene.ts';
import { tellSilence } from './silence-words.ts';
import { tellTrend } from './trend-words.ts';

/** Any finding as a full sentence: what, since when, against what, and what it could be instead. */
export function tellFinding(finding: Finding, scene: Scene): BilingualName {
  switch (finding.kind) {
    case 'limit':
      return tellLimit(finding, scene);
    case 'event':
      return tellEvent(finding, scene);
    case 'fault':
      return tellFault(finding, scene);
    case 'trend':
      return tellTrend(finding, scene);
    case 'silence':
      return tellSilence(finding, scene);
    case 'link':
      return tellLink(finding, scene);
  }
}
