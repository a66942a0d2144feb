import { parkedSchema, problemSchema, stationIdSchema, type Parked } from '@clearwell/contracts';
import { proposeStation } from '@clearwell/ingest';
import type { StationId } from '@clearwell/water-quality';
import { Controller, Delete, Get, Inject, NotFoundException, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import * as z from 'zod';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

/** So many of a station's newest messages are read to say what it measures. */
const MESSAGES_READ = 8;

const dismissedSchema = z.object({ dismissed: z.number().int() });

/** Stations that report and are not registered. */
@ApiTags('Stations')
@Controller('api/parked')
export class ParkedController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('map.see')
  @ApiOperation({ summary: 'Who waits to be adopted, and what their messages tell: POST /api/stations adopts one' })
  @ApiResponse({ status: 200, standardSchema: parkedSchema })
  async list(): Promise<Parked> {
    const { door } = this.#house.ledger;
    const waiting = await door.parkedStations();
    return {
      parked: waiting.map((one) => {
        const { intervalMs, channels, unknown } = proposeStation(door.newestParked(one.station, MESSAGES_READ));
        const proposal = { id: one.station, region: one.region, intervalMs, channels: [...channels] };
        return { ...one, proposal, unknown: [...unknown] };
      }),
    };
  }

  @Delete(':id')
  @Allow('station.change', { area: 'city' })
  @ApiInput({ path: { id: stationIdSchema } })
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Refuses what waits for a station: each message is kept among the rejections, as `dismissed`',
  })
  @ApiResponse({ status: 200, standardSchema: dismissedSchema })
  @ApiResponse({ status: 404, standardSchema: problemSchema, description: 'Nothing waits for it' })
  dismiss(@Param('id', { schema: stationIdSchema }) id: StationId): { dismissed: number } {
    const dismissed = this.#house.river.dismiss(id);
    if (dismissed === 0) throw new NotFoundException(`Nothing waits for ${id}; GET /api/parked lists who waits`);
    return { dismissed };
  }
}
