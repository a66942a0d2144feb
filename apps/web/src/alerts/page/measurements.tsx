import type { AlertDetail, MeasurementAnswer } from '@clearwell/contracts/alerts';
import type { EpochMs } from '@clearwell/water-quality';
import { useSay } from '../../state/session-context.ts';
import { shortText } from '../../words/time-text.ts';
import { numberText, valueText } from '../../words/value-text.ts';
import { channelText, unitFor, type Telling } from '../alert-title.ts';
import { useTelling } from '../use-telling.ts';
import type { NameOf } from '../use-names.ts';
import { say as words, type PageSay } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
  readonly nameOf: NameOf;
}

/** What was measured beside the probes, each value beside the online one. */
export function Measurements({ alert: { measurements }, now, nameOf }: Props) {
  const telling = useTelling();
  const say = useSay(words);
  const title = say('measurements');
  return (
    <section>
      <h2>{title}</h2>
      {measurements.length === 0 && <p className="quiet">{say('measurements.none')}</p>}
      {measurements.length > 0 && (
        <div className="wide" tabIndex={0} role="region" aria-label={title}>
          <table className="figures-table">
            <thead>
              <tr>
                <th scope="col">{say('measured.at')}</th>
                <th scope="col">{say('measured.what')}</th>
                <th scope="col">{say('measured.value')}</th>
                <th scope="col">{say('measured.online')}</th>
                <th scope="col">{say('measured.by')}</th>
              </tr>
            </thead>
            <tbody>
              {measurements.map((measurement) => (
                <tr key={measurement.key}>
                  <td>{shortText(measurement.takenAt, now)}</td>
                  <td>{channelText(telling, measurement.station, measurement.channel)}</td>
                  <td>
                    {valueText(unitOf(telling, measurement), measurement.value)}
                    <small>{say(`method.${measurement.method}`)}</small>
                  </td>
                  <td>
                    {onlineText(telling, measurement)}
                    <small>{agreementText(say, telling, measurement)}</small>
                  </td>
                  <td>
                    {nameOf(measurement.by)}
                    {measurement.note !== '' && <small>{measurement.note}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const unitOf = (telling: Telling, { station, channel }: MeasurementAnswer) =>
  unitFor(telling, { stations: [station], channel });

const onlineText = (telling: Telling, measurement: MeasurementAnswer): string =>
  measurement.online === null ? '–' : valueText(unitOf(telling, measurement), measurement.online.value);

function agreementText(say: PageSay, telling: Telling, measurement: MeasurementAnswer): string {
  const { online, agrees } = measurement;
  if (online === null) return say('measured.alone');
  if (agrees === true) return say('measured.agrees');
  const unit = unitOf(telling, measurement);
  return say('measured.differs', {
    difference: numberText(unit, Math.abs(online.difference)),
    tolerance: numberText(unit, online.tolerance),
  });
}
