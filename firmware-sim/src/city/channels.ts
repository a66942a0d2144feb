import { PARAMETERS, channelKey, type Channel, type ParameterCode, type SiteType } from '@clearwell/water-quality';

function channel(parameter: ParameterCode, probe = 1): Channel {
  const { unit, resolution } = PARAMETERS[parameter];
  return { key: channelKey(probe === 1 ? parameter : `${parameter}.${probe}`), parameter, unit, resolution };
}

const everyNth = (ordinal: number, n: number, parameter: ParameterCode): Channel[] =>
  ordinal % n === 0 ? [channel(parameter)] : [];

/** Small supplies here disinfect with chlorine dioxide and watch it with two probes; all others with free chlorine. */
const disinfectant = (siteType: SiteType): Channel[] =>
  siteType === 'small_supply'
    ? [channel('chlorine_dioxide'), channel('chlorine_dioxide', 2)]
    : [channel('free_chlorine')];

/** What else a site has, by its ordinal among the sites of its type. */
function extras(siteType: SiteType, ordinal: number): Channel[] {
  if (siteType === 'plant_outlet') {
    const measured = [channel('flow'), channel('pressure'), channel('codmn')];
    return [...measured, ...everyNth(ordinal, 2, 'orp'), ...everyNth(ordinal, 3, 'ammonia_n')];
  }
  if (siteType === 'pipe_network') {
    return [...everyNth(ordinal, 2, 'pressure'), ...everyNth(ordinal, 3, 'orp'), ...everyNth(ordinal, 7, 'ammonia_n')];
  }
  return siteType === 'secondary_supply' ? everyNth(ordinal, 2, 'pressure') : [];
}

/** The probes of one station. Their order is for ever: it is the order of the ledger's columns. */
export function channelsOf(siteType: SiteType, ordinal: number): Channel[] {
  const all = [channel('turbidity'), channel('ph'), channel('conductivity'), channel('temperature')];
  return [...disinfectant(siteType), ...all, ...extras(siteType, ordinal)];
}
