import { problemSchema, stationIdSchema } from '@clearwell/contracts';
import { newTuningSchema, tuningAnswerSchema, type NewTuning, type TuningAnswer } from '@clearwell/contracts/alerts';
import { actorOf } from '@clearwell/people';
import type { StationId } from '@clearwell/water-quality';
import {
  Body,
  ConflictException,
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { identityOf } from '../access/access-guard.ts';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { NotProposed } from '../tuning/sensitivity.ts';
import { ApiInput } from './open-api.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });

/** How sensitive a station is to events: what verdicts propose, taken up by somebody. */
@ApiTags('Alerts')
@Controller('api/stations')
export class TuningController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Post(':id/tunings')
  @HttpCode(200)
  @Allow('detector.tune', { area: 'station' })
  @ApiInput({ path: { id: stationIdSchema } })
  @ApiOperation({
    summary: 'Tells events of a station from the proposed score on (`sensitivity` of GET /api/precision), or as before',
    description: 'For what is sampled from now on. The same key is done once.',
  })
  @ApiResponse({ status: 200, standardSchema: tuningAnswerSchema })
  @ApiResponse(problem(400, 'Everything that is wrong with it'))
  @ApiResponse(problem(403, 'They may not, or not in this district'))
  @ApiResponse(problem(404, 'There is no such station'))
  @ApiResponse(problem(409, 'Verdicts do not propose this, or no longer; or `key` was used for something else'))
  tune(
    @Param('id', { schema: stationIdSchema }) id: StationId,
    @Body({ schema: newTuningSchema }) asked: NewTuning,
    @Req() request: FastifyRequest,
  ): TuningAnswer {
    const { register, sensitivity } = this.#house;
    const station = register.find(id);
    if (station === undefined) throw new NotFoundException(`There is no station ${id}; GET /api/stations lists them`);
    try {
      const tuning = sensitivity.tune(station, asked, actorOf(identityOf(request).principal).name);
      return { station: id, lift: tuning?.lift ?? 0, from: tuning?.from ?? null };
    } catch (error) {
      throw error instanceof NotProposed ? new ConflictException(error.message) : error;
    }
  }
}
