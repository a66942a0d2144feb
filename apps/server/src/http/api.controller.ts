import {
  clockSchema,
  healthSchema,
  historyQuerySchema,
  historySchema,
  outcomesSchema,
  problemSchema,
  stateSchema,
  stationIdSchema,
  type ClockState,
  type Health,
  type HistoryQuery,
  type Outcomes,
  type State,
} from '@clearwell/contracts';
import { LiveGateway } from '@clearwell/live';
import { DAY, registrationsWithin, type StationId } from '@clearwell/water-quality';
import {
  BadRequestException,
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { identityOf } from '../access/access-guard.ts';
import { Allow, Public } from '../access/rules.ts';
import { RECENT_MINUTES } from '../commit-latency.ts';
import { House } from '../house.ts';
import { gatherColumns, MOST_READINGS, testColumns, writeHistory } from './history-columns.ts';
import { ApiInput } from './open-api.ts';

const REJECTIONS_SHOWN = 100;
/** They are read on this thread. */
const MOST_TESTED = 7 * DAY;

const badRequest = { status: 400, standardSchema: problemSchema, description: 'What is wrong with the request' };

@ApiTags('Clearwell')
@Controller('api')
export class ApiController {
  readonly #house: House;
  readonly #live: LiveGateway;

  constructor(@Inject(House) house: House, @Inject(LiveGateway) live: LiveGateway) {
    this.#house = house;
    this.#live = live;
  }

  @Get('state')
  @Allow('map.see')
  @ApiOperation({ summary: 'The newest reading and the status of every station' })
  @ApiResponse({ status: 200, standardSchema: stateSchema })
  state(@Req() request: FastifyRequest): State {
    return this.#live.snapshot(this.#house.veil.viewOf(identityOf(request).principal));
  }

  @Get('clock')
  @Allow('map.see')
  @ApiOperation({ summary: "The server's clock" })
  @ApiResponse({ status: 200, standardSchema: clockSchema })
  clock(): ClockState {
    return this.#house.clock.state();
  }

  @Get('stations/:id/history')
  @Allow('map.see')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Readings of one station, as columns' })
  @ApiInput({ path: { id: stationIdSchema }, query: historyQuerySchema })
  @ApiResponse({ status: 200, standardSchema: historySchema })
  @ApiResponse(badRequest)
  @ApiResponse({ status: 404, standardSchema: problemSchema })
  async history(
    @Param('id', { schema: stationIdSchema }) id: StationId,
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    const { register, history, clock } = this.#house;
    if (register.find(id) === undefined)
      throw new NotFoundException(`There is no station ${id}; GET /api/stations lists them`);
    const to = query.to ?? clock.now() + 1;
    const from = query.from ?? to - DAY;
    if (from > to) throw new BadRequestException('`from` lies after `to`');
    const registrations = registrationsWithin(register.standing(id), from, Math.max(to, from + 1));
    const had = new Set(registrations.flatMap(({ station }) => station.channels.map((channel) => channel.key)));
    const stranger = query.channels?.find((key) => !had.has(key));
    if (stranger !== undefined)
      throw new BadRequestException(`${id} had no channel ${stranger} then; it had ${[...had].join(', ')}`);
    const channels = query.channels ?? [...had];
    const chunks = history.range({ station: id, channels, from, to });
    if (query.tests && to - from > MOST_TESTED)
      throw new BadRequestException('Ask for the tests of at most 7 days at once: shorten the span');
    const columns = await gatherColumns(chunks, channels, () => request.raw.socket.destroyed);
    if (columns === null)
      throw new BadRequestException(`Ask for at most ${MOST_READINGS} readings at once: shorten the span`);
    const tests = query.tests
      ? { tests: testColumns(this.#house.ledger.readings.testsBetween(id, from, to), columns.sampledAt, channels) }
      : {};
    return new StreamableFile(
      Readable.from(writeHistory({ station: id, from, to, registrations, ...tests }, columns)),
      {
        type: 'application/json; charset=utf-8',
      },
    );
  }

  @Get('outcomes')
  @Allow('map.see')
  @ApiOperation({
    summary: 'What became of everything that was received, with the newest refusals and who waits for adoption',
  })
  @ApiResponse({ status: 200, standardSchema: outcomesSchema })
  async outcomes(): Promise<Outcomes> {
    const { door, sequences } = this.#house.ledger;
    const [recentRejections, parked] = await Promise.all([
      door.recentRejections(REJECTIONS_SHOWN),
      door.parkedStations(),
    ]);
    return {
      ...this.#house.tallies.outcomes(),
      missing: sequences.missing(),
      commit: { minutes: RECENT_MINUTES, ...this.#house.latency.recent(performance.now()) },
      recentRejections: recentRejections.map(({ place, ...row }) => ({
        ...row,
        reason: row.reason as Outcomes['recentRejections'][number]['reason'],
        index: place,
      })),
      parked: [...parked],
      replication: this.#house.replication(),
    };
  }
}

@ApiTags('Operation')
@Controller()
export class OperationController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'Whether readings can be kept' })
  @ApiResponse({ status: 200, standardSchema: healthSchema })
  @ApiResponse({ status: 503, standardSchema: healthSchema, description: 'They can not; `fault` says why' })
  health(@Res({ passthrough: true }) reply: FastifyReply): Health {
    const { river, register } = this.#house;
    if (river.fault !== null) void reply.status(503);
    return {
      status: river.fault === null ? 'ok' : 'failing',
      fault: river.fault,
      lastReceivedAt: river.lastReceivedAt,
      stations: register.all().length,
      replication: this.#house.replication(),
      notices: [...this.#house.alertRoom.outbox.state()],
    };
  }

  @Get('metrics')
  @Allow('metrics.read')
  @Header('Content-Type', 'text/plain; version=0.0.4')
  @ApiOperation({ summary: 'Counters, as Prometheus reads them' })
  metrics(): Promise<string> {
    return this.#house.metrics.metrics();
  }
}
