import { keyUsed } from '@clearwell/alerts';
import { alertIdSchema, problemSchema } from '@clearwell/contracts';
import {
  actAnswerSchema,
  actProblemSchema,
  alertActSchema,
  alertDetailSchema,
  alertListSchema,
  alertsQuerySchema,
  assigneesQuerySchema,
  assigneesSchema,
  measurementSchema,
  newMeasurementSchema,
  type ActAnswered,
  type AlertActAsked,
  type AlertDetail,
  type AlertList,
  type AlertsQuery,
  type Assignees,
  type AssigneesQuery,
  type MeasurementAnswer,
  type NewMeasurement,
} from '@clearwell/contracts/alerts';
import { summaryOf } from '@clearwell/live';
import { actorOf, ALERT_RIGHTS, mayHandle, ROLE_PERMISSIONS, type Person, type Principal } from '@clearwell/people';
import type { ActAnswer, Alert, AlertId } from '@clearwell/water-quality';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { identityOf } from '../access/access-guard.ts';
import { Allow } from '../access/rules.ts';
import { actAnswered, ActNotDone } from '../alerts/act-not-done.ts';
import { expectMayHandle, handlesStations, unfitFor } from '../alerts/alert-access.ts';
import { detailOf, measurementAnswer } from '../alerts/alert-detail.ts';
import { filterOf } from '../alerts/alert-filter.ts';
import { isSameMeasurement, measurementOf, measurementText } from '../alerts/alert-measuring.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });
const unknown = problem(404, 'There is no such alert');
const notTheirs = problem(403, 'They may not, or not in this district');
const conflict = {
  status: 409,
  standardSchema: actProblemSchema,
  description: 'It changed since it was seen, or `key` was used for something else',
};
const refused = { status: 422, standardSchema: actProblemSchema, description: 'It can not be done with this alert' };
const used = { ...conflict, description: '`key` was used for something else' };
const idParam = { schema: alertIdSchema };
const ofAlert = { path: { id: alertIdSchema } };

/** Alerts, and what people do with them. */
@ApiTags('Alerts')
@Controller('api')
export class AlertsController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get('alerts')
  @Allow('map.see')
  @ApiOperation({ summary: 'Alerts that a filter lets through, the newest opened first' })
  @ApiInput({ query: alertsQuerySchema })
  @ApiResponse({ status: 200, standardSchema: alertListSchema })
  @ApiResponse(problem(400, 'What is wrong with the query'))
  async alerts(
    @Query({ schema: alertsQuerySchema }) query: AlertsQuery,
    @Req() request: FastifyRequest,
  ): Promise<AlertList> {
    const { ledger, register, veil } = this.#house;
    const view = veil.viewOf(identityOf(request).principal);
    const filter = filterOf(query, register.registrations(), view);
    const found = await ledger.alerts.list({ ...filter, limit: query.limit + 1 });
    const shown = found.slice(0, query.limit);
    return {
      alerts: shown.map((alert) => view.summary(summaryOf(alert))),
      next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  @Get('alerts/:id')
  @Allow('map.see')
  @ApiInput(ofAlert)
  @ApiOperation({
    summary: 'One alert: its episodes, its timeline, who was told and who was not, and what was measured beside it',
  })
  @ApiResponse({ status: 200, standardSchema: alertDetailSchema })
  @ApiResponse(unknown)
  alert(@Param('id', idParam) id: AlertId, @Req() request: FastifyRequest): AlertDetail {
    const alert = this.#find(id);
    const { alerts: table, outbox } = this.#house.ledger;
    const { principal } = identityOf(request);
    const view = this.#house.veil.viewOf(principal);
    const file = {
      alert: view.alert(alert),
      timeline: table.timelineOf(id).map(view.entry),
      measurements: table.measurementsOf(id).map(view.measurement),
      deliveries: outbox.log(id),
      members: table.membersOf(id),
      reasons: this.#house.alertRoom.reasonsOf(alert),
    };
    return detailOf(file, this.#allowed(principal, alert));
  }

  @Post('alerts/:id/acts')
  @HttpCode(200)
  @Allow('alert.acknowledge', { or: 'alert.maintain', area: 'alert' })
  @ApiInput(ofAlert)
  @ApiOperation({
    summary: 'Acknowledges, investigates, assigns, comments, closes or reopens an alert; the same key is done once',
    description:
      'Closing and reopening need the permission alert.close besides. For faults, silence and links alert.maintain is enough.',
  })
  @ApiResponse({ status: 200, standardSchema: actAnswerSchema, description: 'Done, or was done by this key before' })
  @ApiResponse(problem(400, 'Everything that is wrong with it'))
  @ApiResponse(notTheirs)
  @ApiResponse(unknown)
  @ApiResponse(conflict)
  @ApiResponse(refused)
  actOnAlert(
    @Param('id', idParam) id: AlertId,
    @Body({ schema: alertActSchema }) { key, ...asked }: AlertActAsked,
    @Req() request: FastifyRequest,
  ): ActAnswered {
    const { principal } = identityOf(request);
    const alert = this.#find(id);
    if (asked.do === 'close' || asked.do === 'reopen') expectMayHandle(principal, 'close', alert);
    // What was answered is answered alike, whatever has become of them since.
    const isNews = this.#house.alerts.book.answer(key) === undefined;
    if (asked.do === 'assign' && asked.to !== null && isNews) this.#expectAssignee(asked.to, alert);
    const act = { ...asked, alert: id };
    return doneOrNot(this.#house.alertDesk.act({ by: actorOf(principal).name, key, act }));
  }

  @Post('alerts/:id/measurements')
  @HttpCode(200)
  @Allow('alert.acknowledge', { or: 'alert.maintain', area: 'alert' })
  @ApiInput(ofAlert)
  @ApiOperation({
    summary: 'Keeps a value of a portable meter or of a laboratory with an alert, and holds it against the online one',
  })
  @ApiResponse({ status: 200, standardSchema: measurementSchema })
  @ApiResponse(problem(400, 'Everything that is wrong with it'))
  @ApiResponse(notTheirs)
  @ApiResponse(unknown)
  @ApiResponse(used)
  @ApiResponse(refused)
  measure(
    @Param('id', idParam) id: AlertId,
    @Body({ schema: newMeasurementSchema }) asked: NewMeasurement,
    @Req() request: FastifyRequest,
  ): MeasurementAnswer {
    const { ledger, register, clock, alertDesk } = this.#house;
    const alert = this.#find(id);
    const by = actorOf(identityOf(request).principal).name;
    const now = clock.now();
    const kept = ledger.alerts.measurementsOf(id).find(({ key }) => key === asked.key);
    if (kept !== undefined && isSameMeasurement(kept, asked, by)) return measurementAnswer(kept);
    // What was done by this key was no measurement.
    const isUsed = kept !== undefined || this.#house.alerts.book.answer(asked.key)?.outcome === 'done';
    if (isUsed) throw new ActNotDone(keyUsed({ key: asked.key, at: now }));
    const measurement = measurementOf({ register, readings: ledger.readings }, alert, asked, { by, now });
    const act = { do: 'comment', alert: id, revision: null, text: measurementText(measurement) } as const;
    const answer = alertDesk.act({ by, key: asked.key, act }, ({ outcome }) => {
      if (outcome === 'done') ledger.alerts.keepMeasurement(id, measurement);
    });
    doneOrNot(answer);
    return measurementAnswer(measurement);
  }

  @Get('assignees')
  @Allow('alert.acknowledge', { or: 'alert.maintain' })
  @ApiOperation({ summary: 'To whom alerts can be assigned, or one alert, and where they are rung up' })
  @ApiInput({ query: assigneesQuerySchema })
  @ApiResponse({ status: 200, standardSchema: assigneesSchema })
  @ApiResponse(unknown)
  assignees(@Query({ schema: assigneesQuerySchema }) { alert }: AssigneesQuery): Assignees {
    const { people, register } = this.#house;
    const meant = alert === undefined ? null : this.#find(alert);
    const isMeant = (person: Person): boolean =>
      meant === null ? handlesAlerts(person) : unfitFor(register, person, meant) === null;
    const found = people.all().filter(isMeant);
    return { assignees: found.map(({ name, fullName, phone }) => ({ name, fullName, phone })) };
  }

  #find(id: AlertId): Alert {
    const alert = this.#house.findAlert(id);
    if (alert === undefined) throw new NotFoundException(`There is no alert ${id}; GET /api/alerts lists them`);
    return alert;
  }

  #allowed(principal: Principal, { stations, kind }: Alert): AlertDetail['may'] {
    if (!handlesStations(this.#house.register, principal, stations)) return [];
    const rights = ['acknowledge', 'close'] as const;
    return rights.filter((right) => mayHandle(principal, right, kind));
  }

  #expectAssignee(name: string, alert: Alert): void {
    const { people, register } = this.#house;
    const person = people.all().find((one) => one.name === name);
    const unfit = person === undefined ? `there is nobody ${name}` : unfitFor(register, person, alert);
    if (unfit === null) return;
    throw new BadRequestException(`Not assigned: ${unfit}; GET /api/assignees?alert=${alert.id} lists who can have it`);
  }
}

/** Alerts of some kind. */
const handlesAlerts = ({ active, role }: Person): boolean =>
  active && ALERT_RIGHTS.acknowledge.some((permission) => ROLE_PERMISSIONS[role].includes(permission));

/** @throws ActNotDone */
export function doneOrNot(answer: ActAnswer): ActAnswered {
  if (answer.outcome !== 'done') throw new ActNotDone(answer);
  return actAnswered(answer);
}
