import type { Alert, AlertCondition, AlertKind, FindingLevel } from '@clearwell/water-quality';

/** What CAP 1.2 calls how bad, how soon and how sure; docs/ALERTS.md says the same in words. */
export interface CapCodes {
  readonly category: 'Health' | 'Env' | 'Infra';
  readonly responseType: 'Execute' | 'Assess' | 'Monitor' | 'None';
  readonly urgency: 'Immediate' | 'Expected' | 'Future' | 'Past' | 'Unknown';
  readonly severity: 'Severe' | 'Moderate' | 'Minor';
  readonly certainty: 'Observed' | 'Likely' | 'Possible' | 'Unknown';
}

const CATEGORIES: Readonly<Record<AlertKind, CapCodes['category']>> = {
  limit: 'Health',
  event: 'Env',
  cluster: 'Env',
  operation: 'Infra',
  trend: 'Env',
  fault: 'Infra',
  silence: 'Infra',
  link: 'Infra',
};

/** Neighbours that agree weigh more than the level of each. */
const severityOf = ({ kind, level }: Pick<Alert, 'kind' | 'level'>): CapCodes['severity'] =>
  level === 'red' || kind === 'cluster' ? 'Severe' : level === 'amber' ? 'Moderate' : 'Minor';

const URGENCIES: Readonly<Record<FindingLevel, CapCodes['urgency']>> = {
  red: 'Immediate',
  amber: 'Expected',
  notice: 'Future',
};

/** A limit was measured to be broken; an event is a surprise; a trend may turn. */
const CERTAINTIES: Readonly<Record<AlertKind, CapCodes['certainty']>> = {
  limit: 'Observed',
  silence: 'Observed',
  link: 'Observed',
  cluster: 'Likely',
  operation: 'Likely',
  fault: 'Likely',
  event: 'Possible',
  trend: 'Possible',
};

const BY_CONDITION: Readonly<Record<AlertCondition, Partial<CapCodes>>> = {
  active: {},
  // Nobody knows whether it goes on.
  unverified: { urgency: 'Unknown', certainty: 'Unknown' },
  cleared: { urgency: 'Past', responseType: 'None' },
};

export const capCodesOf = (alert: Pick<Alert, 'kind' | 'level' | 'condition'>): CapCodes => ({
  category: CATEGORIES[alert.kind],
  responseType: alert.level === 'red' ? 'Execute' : alert.level === 'amber' ? 'Assess' : 'Monitor',
  urgency: URGENCIES[alert.level],
  severity: severityOf(alert),
  certainty: CERTAINTIES[alert.kind],
  ...BY_CONDITION[alert.condition],
});
