import {
  MAX_MESSAGE_BYTES,
  problemSchema,
  readingOutcomesSchema,
  stationIdSchema,
  topicOf,
  type ReadingOutcomes,
} from '@clearwell/contracts';
import type { Rejection } from '@clearwell/ingest';
import type { StationId } from '@clearwell/water-quality';
import {
  BadRequestException,
  Body,
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  PayloadTooLargeException,
  Post,
  ServiceUnavailableException,
  UnsupportedMediaTypeException,
  type HttpException,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { outcomesOf, type Receipt } from '../receipt.ts';
import { JsonBytes } from './json-bytes.ts';
import { ApiInput } from './open-api.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });

/** A second way into the river, for what has no logger: it is opened, stored and judged as what comes over MQTT. */
@ApiTags('Stations')
@Controller('api/stations/:id/readings')
export class ReadingsController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Post()
  @Allow('reading.import', { area: 'station' })
  @HttpCode(200)
  @JsonBytes()
  @ApiBearerAuth()
  @ApiInput({ path: { id: stationIdSchema } })
  @ApiOperation({ summary: 'Takes readings in, as if sent over MQTT, and says what became of each once it is durable' })
  @ApiBody({
    schema: { type: 'object' },
    description: 'As on the `readings` topic of /api/asyncapi.json: one, or a batch',
  })
  @ApiResponse({ status: 200, standardSchema: readingOutcomesSchema })
  @ApiResponse(problem(400, 'Why no reading of the message was taken'))
  @ApiResponse(problem(404, 'There is no such station'))
  @ApiResponse(problem(413, `More than ${String(MAX_MESSAGE_BYTES)} bytes`))
  @ApiResponse(problem(503, 'Nothing can be kept at the moment: send it again later'))
  async take(
    @Param('id', { schema: stationIdSchema }) id: StationId,
    @Body() message: unknown,
  ): Promise<ReadingOutcomes> {
    const station = this.#house.register.find(id);
    if (station === undefined)
      throw new NotFoundException(
        `There is no station ${id}; GET /api/stations lists them, POST /api/stations makes one`,
      );
    if (!(message instanceof Uint8Array))
      throw new UnsupportedMediaTypeException('Send the readings as JSON, with `Content-Type: application/json`');
    const receipt = await this.#accept(topicOf(station.region, id, 'readings'), message);
    if (receipt.kind === 'readings') {
      const beyond = receipt.placed.filter(({ isBeyond }) => isBeyond).length;
      return { outcomes: outcomesOf(receipt), beyond };
    }
    throw receipt.kind === 'rejected'
      ? refusal(receipt.rejection)
      : new NotFoundException(`There is no station ${id} any more`);
  }

  async #accept(topic: string, message: Uint8Array): Promise<Receipt> {
    try {
      return await this.#house.river.accept(topic, message);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ServiceUnavailableException(`Readings can't be kept at the moment (${why}); send them again later`);
    }
  }
}

function refusal({ reason, detail }: Rejection): HttpException {
  const said = `${reason}: ${detail}`;
  return reason === 'too_large' ? new PayloadTooLargeException(said) : new BadRequestException(said);
}
