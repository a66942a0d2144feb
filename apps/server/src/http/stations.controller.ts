import {
  importOutcomeSchema,
  importQuerySchema,
  problemSchema,
  registrationSchema,
  serviceChangeSchema,
  stationChangeSchema,
  stationDetailSchema,
  stationIdSchema,
  stationListSchema,
  stationSchema,
  stationsCsvSchema,
  stationsQuerySchema,
  type ImportOutcome,
  type ServiceChange,
  type StationChange,
  type StationDetail,
  type StationList,
  type StationsQuery,
} from '@clearwell/contracts';
import {
  changeStation,
  createStation,
  planImport,
  reinstateStation,
  retireStation,
  type ChangeTerms,
  type Statement,
} from '@clearwell/stations';
import { neighboursOf, type EpochMs, type Registration, type Station, type StationId } from '@clearwell/water-quality';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpException,
  Inject,
  NotFoundException,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });
const unknown = problem(404, 'There is no such station');
const revisionTag = { description: 'Its revision', schema: { type: 'string' } } as const;
const ifMatch = {
  name: 'If-Match',
  description: "The station's revision as it was seen, from `ETag`",
  schema: { type: 'string' },
};
const idParam = { schema: stationIdSchema };
const ofStation = { path: { id: stationIdSchema } };

/** The register of stations: what is and was true of each, and how that is changed. */
@ApiTags('Stations')
@Controller('api/stations')
export class StationsController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('map.see')
  @ApiOperation({ summary: 'The stations of this server, with their channels, and whose limits they are judged by' })
  @ApiInput({ query: stationsQuerySchema })
  @ApiResponse({ status: 200, standardSchema: stationListSchema })
  @ApiResponse(problem(400, 'What is wrong with the query'))
  list(@Query({ schema: stationsQuerySchema }) { at, retired }: StationsQuery): StationList {
    const { register, standards } = this.#house;
    const listed = register.registrations(at).filter((one) => !one.retired || retired === 'true');
    return {
      standards: [...standards],
      revision: register.revision,
      stations: listed.map(({ station }) => station) as StationList['stations'],
      retired: listed.filter((one) => one.retired).map(({ station }) => station.id),
    };
  }

  @Get(':id')
  @Allow('map.see')
  @ApiInput(ofStation)
  @ApiOperation({
    summary: 'One station: what is true now, all that was recorded of it, and what lies up and down the water',
  })
  @ApiResponse({ status: 200, standardSchema: stationDetailSchema, headers: { ETag: revisionTag } })
  @ApiResponse(unknown)
  show(@Param('id', idParam) id: StationId, @Res({ passthrough: true }) reply: FastifyReply): StationDetail {
    const { register, networks, clock } = this.#house;
    const newest = register.newest(id);
    if (newest === undefined) throw new NotFoundException(`There is no station ${id}; GET /api/stations lists them`);
    const links = networks.linksAt(clock.now());
    this.#tag(id, reply);
    return {
      ...(newest as StationDetail),
      registrations: register.recorded(id) as StationDetail['registrations'],
      upstream: neighboursOf(links, id, 'upstream'),
      downstream: neighboursOf(links, id, 'downstream'),
    };
  }

  @Post()
  @Allow('station.change', { area: 'city' })
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Registers a station, and takes in the messages that waited for it' })
  @ApiResponse({ status: 201, standardSchema: stationSchema })
  @ApiResponse(problem(400, 'Every fault of the station'))
  @ApiResponse(problem(409, 'A station of this id is registered'))
  create(@Body({ schema: stationSchema }) station: Station, @Res({ passthrough: true }) reply: FastifyReply): Station {
    this.#house.record([createStation(this.#house.register, station)]);
    this.#tag(station.id, reply);
    return station;
  }

  @Put(':id')
  @Allow('station.change', { area: 'station' })
  @ApiInput(ofStation)
  @ApiBearerAuth()
  @ApiHeader({ ...ifMatch, required: true })
  @ApiOperation({
    summary: 'Changes what is true of a station from an instant on; what was sampled since is judged anew',
  })
  @ApiResponse({ status: 200, standardSchema: registrationSchema })
  @ApiResponse(problem(400, 'Every fault of the station'))
  @ApiResponse(unknown)
  @ApiResponse(problem(409, 'It is out of service then'))
  @ApiResponse(problem(412, 'It was changed since it was seen'))
  @ApiResponse(problem(428, 'If-Match is missing'))
  change(
    @Param('id', idParam) id: StationId,
    @Headers('if-match') tag: string | undefined,
    @Body({ schema: stationChangeSchema }) { from, ...content }: StationChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Registration {
    const terms = this.#termsOf(from, tag);
    if (tag === undefined && this.#house.register.find(id) !== undefined)
      throw new HttpException('Send the revision you saw as `If-Match`: GET the station, its `ETag` is it', 428);
    return this.#record(changeStation(this.#house.register, { id, ...content }, terms), reply);
  }

  @Post(':id/retire')
  @Allow('station.change', { area: 'station' })
  @HttpCode(200)
  @ApiInput(ofStation)
  @ApiBearerAuth()
  @ApiHeader({ ...ifMatch, required: false })
  @ApiOperation({ summary: 'Takes a station out of service: what it samples from then on is not taken' })
  @ApiResponse({ status: 200, standardSchema: registrationSchema })
  @ApiResponse(problem(400, 'What is wrong with the request'))
  @ApiResponse(unknown)
  @ApiResponse(problem(409, 'It is out of service already'))
  @ApiResponse(problem(412, 'It was changed since it was seen'))
  retire(
    @Param('id', idParam) id: StationId,
    @Headers('if-match') tag: string | undefined,
    @Body({ schema: serviceChangeSchema }) { from }: ServiceChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Registration {
    return this.#record(retireStation(this.#house.register, id, this.#termsOf(from, tag)), reply);
  }

  @Post(':id/reinstate')
  @Allow('station.change', { area: 'station' })
  @HttpCode(200)
  @ApiInput(ofStation)
  @ApiBearerAuth()
  @ApiHeader({ ...ifMatch, required: false })
  @ApiOperation({ summary: 'Takes a station back into service' })
  @ApiResponse({ status: 200, standardSchema: registrationSchema })
  @ApiResponse(problem(400, 'What is wrong with the request'))
  @ApiResponse(unknown)
  @ApiResponse(problem(409, 'It is in service'))
  @ApiResponse(problem(412, 'It was changed since it was seen'))
  reinstate(
    @Param('id', idParam) id: StationId,
    @Headers('if-match') tag: string | undefined,
    @Body({ schema: serviceChangeSchema }) { from }: ServiceChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Registration {
    return this.#record(reinstateStation(this.#house.register, id, this.#termsOf(from, tag)), reply);
  }

  @Post('import')
  @Allow('station.change', { area: 'city' })
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiConsumes('text/csv', 'application/json')
  @ApiInput({ query: importQuerySchema })
  @ApiOperation({ summary: 'Registers and changes stations from CSV, all of them or, where one has a fault, none' })
  @ApiResponse({ status: 200, standardSchema: importOutcomeSchema })
  @ApiResponse(problem(400, 'Every fault, by its line'))
  import(
    @Query({ schema: importQuerySchema }) { dryRun }: { readonly dryRun?: 'true' | 'false' },
    @Body() body: unknown,
  ): ImportOutcome {
    const { register, clock } = this.#house;
    const { statements, ...named } = planImport(csvOf(body), register, clock.now());
    if (dryRun !== 'true') this.#house.record(statements);
    const { created, changed, unchanged } = named;
    return { dryRun: dryRun === 'true', created: [...created], changed: [...changed], unchanged: [...unchanged] };
  }

  #termsOf(from: EpochMs | undefined, tag: string | undefined): ChangeTerms {
    const now = this.#house.clock.now();
    return { from: from ?? now, now, revision: revisionOf(tag) };
  }

  #record(statement: Statement, reply: FastifyReply): Registration {
    this.#house.record([statement]);
    const { id } = statement.station;
    this.#tag(id, reply);
    const recorded = this.#house.register.recorded(id).at(-1);
    if (recorded === undefined) throw new Error(`${id} was recorded a moment ago`);
    return recorded;
  }

  #tag(id: StationId, reply: FastifyReply): void {
    void reply.header('ETag', `"${String(this.#house.register.recorded(id).length)}"`);
  }
}

/** `"3"` names a revision; `*` and nothing do not mind. */
function revisionOf(tag: string | undefined): number | null {
  if (tag === undefined || tag === '*') return null;
  const revision = /^"?(\d{1,9})"?$/.exec(tag)?.[1];
  if (revision === undefined) throw new BadRequestException('`If-Match` is a revision, such as "3"');
  return Number(revision);
}

function csvOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const parsed = stationsCsvSchema.safeParse(body);
  if (parsed.success) return parsed.data.csv;
  throw new BadRequestException('Send the file as text/csv, or as {"csv":"…"} in JSON');
}
