import { problemSchema, stationListSchema, stationSchema, type StationList } from '@clearwell/contracts';
import { findFaults } from '@clearwell/stations';
import type { Station } from '@clearwell/water-quality';
import { BadRequestException, Body, ConflictException, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { House } from '../house.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });

@ApiTags('Stations')
@Controller('api/stations')
export class StationsController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @ApiOperation({ summary: 'The stations of this server, with their channels, and whose limits they are judged by' })
  @ApiResponse({ status: 200, standardSchema: stationListSchema })
  list(): StationList {
    return {
      standards: [...this.#house.standards],
      stations: this.#house.register.all() as StationList['stations'],
    };
  }

  @Post()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Registers a station, and takes in the messages that waited for it' })
  @ApiResponse({ status: 201, standardSchema: stationSchema })
  @ApiResponse(problem(400, 'Every fault of the station'))
  @ApiResponse(problem(409, 'A station of this id is registered'))
  create(@Body({ schema: stationSchema }) station: Station): Station {
    const faults = findFaults(station);
    if (faults.length > 0) throw new BadRequestException(faults);
    if (this.#house.register.find(station.id) !== undefined)
      throw new ConflictException(`${station.id} is registered already: change it, or take another id`);
    this.#house.registerAll([station]);
    return station;
  }
}
