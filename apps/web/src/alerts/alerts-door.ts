import '../no-eval.ts';
import { historySchema, type History } from '@clearwell/contracts';
import {
  actAnswerSchema,
  actProblemSchema,
  alertDetailSchema,
  alertListSchema,
  assigneesSchema,
  measurementSchema,
  precisionReportSchema,
  tuningAnswerSchema,
  type ActAnswered,
  type AlertDetail,
  type AlertList,
  type Assignees,
  type MeasurementAnswer,
  type NewTuning,
  type PrecisionAnswer,
  type TuningAnswer,
} from '@clearwell/contracts/alerts';
import type { AlertId, ChannelKey, EpochMs, StationId } from '@clearwell/water-quality';
import { askFor, change, get, type Answer } from '../door.ts';
import type { ActResult, QueuedAct } from './acts/act-queue.ts';

export const alertPath = (id: AlertId): string => `/api/alerts/${encodeURIComponent(id)}`;

export const getAlerts = (query: URLSearchParams): Promise<Answer<AlertList>> =>
  get(`/api/alerts?${query.toString()}`, alertListSchema);

export const getAlert = (id: AlertId): Promise<Answer<AlertDetail>> => get(alertPath(id), alertDetailSchema);

/** Those who handle alerts, or may handle one. */
export const getAssignees = (alert?: AlertId): Promise<Answer<Assignees>> =>
  get(`/api/assignees${alert === undefined ? '' : `?alert=${encodeURIComponent(alert)}`}`, assigneesSchema);

export const getPrecision = (): Promise<Answer<PrecisionAnswer>> => get('/api/precision', precisionReportSchema);

/** Takes up what verdicts propose for a station, or takes it back. */
export const postTuning = (station: StationId, asked: NewTuning): Promise<Answer<TuningAnswer>> =>
  askFor(`/api/stations/${encodeURIComponent(station)}/tunings`, tuningAnswerSchema, change('POST', asked));

/** Tests are told for at most a week. */
export const getSpan = (
  station: StationId,
  { from, to, channels }: { from: EpochMs; to: EpochMs; channels: readonly ChannelKey[] },
): Promise<Answer<History>> =>
  get(
    `/api/stations/${encodeURIComponent(station)}/history?tests=true&from=${from}&to=${to}&channels=${channels.join(',')}`,
    historySchema,
  );

/** A conflict and a refusal are answers too. */
export async function sendAct(act: QueuedAct): Promise<ActResult> {
  const { path, key, body } = act;
  const request = change('POST', { key, ...body });
  const answer = path.endsWith('/measurements')
    ? measured(act, await askFor(path, measurementSchema, request))
    : await askFor(path, actAnswerSchema, request);
  if (answer.ok) return { kind: 'answered', answer: answer.value };
  const problem = actProblemSchema.safeParse(answer.failure.body);
  return problem.success
    ? { kind: 'answered', answer: problem.data.answer }
    : { kind: 'failed', failure: answer.failure };
}

/** What was kept of a measurement, as the answer to an act. */
const measured = ({ alert }: QueuedAct, answer: Answer<MeasurementAnswer>): Answer<ActAnswered> => {
  if (!answer.ok) return answer;
  const { key, enteredAt } = answer.value;
  const none = { refusal: null, conflict: null, revision: null, made: null };
  return { ok: true, value: { key, at: enteredAt, outcome: 'done', alert, ...none } };
};
