import {
  clockSchema,
  healthSchema,
  historyQuerySchema,
  historySchema,
  outcomesSchema,
  problemSchema,
  stateSchema,
  stationIdSchema,
  stationListSchema,
  type ClockState,
  type Health,
  type History as HistoryResponse,
  type HistoryQuery,
  type Outcomes,
  type State,
  type StationList,
} from '@clearwell/contracts';
import { LiveGateway } from '@clearwell/live';
import { DAY, type StationId } from '@clearwell/water-quality';
import {
  BadRequestException,
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { House } from '../house.ts';
import { gatherColumns } from './history-columns.ts';
import { ApiInput } from './open-api.ts';

/** Raw readings of a longer span are not given in one answer. */
const LONGEST_SPAN = 400 * DAY;
const REJECTIONS_SHOWN = 100;

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

  @Get('stations')
  @ApiOperation({ summary: 'The stations of this server, with their channels, and whose limits they are judged by' })
  @ApiResponse({ status: 200, standardSchema: stationListSchema })
  stations(): StationList {
    return {
      standards: [...this.#house.standards],
      stations: this.#house.register.all() as StationList['stations'],
    };
  }

  @Get('state')
  @ApiOperation({ summary: 'The newest reading and the status of every station' })
  @ApiResponse({ status: 200, standardSchema: stateSchema })
  state(): State {
    return this.#live.snapshot();
  }

  @Get('clock')
  @ApiOperation({ summary: "The server's clock" })
  @ApiResponse({ status: 200, standardSchema: clockSchema })
  clock(): ClockState {
    return this.#house.clock.state();
  }

  @Get('stations/:id/history')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Readings of one station, as columns' })
  @ApiInput({ path: { id: stationIdSchema }, query: historyQuerySchema })
  @ApiResponse({ status: 200, standardSchema: historySchema })
  @ApiResponse(badRequest)
  @ApiResponse({ status: 404, standardSchema: problemSchema })
  async history(
    @Param('id', { schema: stationIdSchema }) id: StationId,
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
  ): Promise<HistoryResponse> {
    const station = this.#house.register.find(id);
    if (station === undefined) throw new NotFoundException(`There is no station ${id}; GET /api/stations lists them`);
    const known = station.channels.map((channel) => channel.key);
    const stranger = query.channels?.find((key) => !known.includes(key));
    if (stranger !== undefined) {
      throw new BadRequestException(`${id} has no channel ${stranger}; it has ${known.join(', ')}`);
    }
    const to = query.to ?? this.#house.clock.now() + 1;
    const from = query.from ?? to - DAY;
    if (from > to) throw new BadRequestException('`from` lies after `to`');
    if (to - from > LONGEST_SPAN) throw new BadRequestException('Ask for at most 400 days at once');
    const channels = query.channels ?? known;
    const columns = await gatherColumns(channels, this.#house.history.range({ station, channels, from, to }));
    return { station: id, from, to, ...columns };
  }

  @Get('outcomes')
  @ApiOperation({
    summary: 'What became of everything that was received, with the newest refusals and who waits for adoption',
  })
  @ApiResponse({ status: 200, standardSchema: outcomesSchema })
  async outcomes(): Promise<Outcomes> {
    const { door } = this.#house.ledger;
    const [recentRejections, parked] = await Promise.all([
      door.recentRejections(REJECTIONS_SHOWN),
      door.parkedStations(),
    ]);
    return {
      ...this.#house.tallies.outcomes(),
      recentRejections: recentRejections.map(({ place, ...row }) => ({
        ...row,
        reason: row.reason as Outcomes['recentRejections'][number]['reason'],
        index: place,
      })),
      parked: [...parked],
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
  @ApiOperation({ summary: 'Whether readings can be kept' })
  @ApiResponse({ status: 200, standardSchema: healthSchema })
  @ApiResponse({ status: 503, standardSchema: healthSchema, description: 'They can not; `reason` says why' })
  health(@Res({ passthrough: true }) reply: FastifyReply): Health {
    const { river, register } = this.#house;
    if (river.failure !== null) void reply.status(503);
    return {
      status: river.failure === null ? 'ok' : 'failing',
      reason: river.failure,
      lastReceivedAt: river.lastReceivedAt,
      stations: register.all().length,
    };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4')
  @ApiOperation({ summary: 'Counters, as Prometheus reads them' })
  metrics(): Promise<string> {
    return this.#house.metrics.metrics();
  }
}
