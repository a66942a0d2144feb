import {
  networkChangeSchema,
  networkQuerySchema,
  networkSchema,
  problemSchema,
  type NetworkAnswer,
  type NetworkChange,
} from '@clearwell/contracts';
import { ChangeRefused } from '@clearwell/stations';
import { findLinkFaults, type EpochMs } from '@clearwell/water-quality';
import { Body, Controller, Get, Inject, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

/** How water flows from station to station, and how long it is on its way. */
@ApiTags('Stations')
@Controller('api/network')
export class NetworkController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('map.see')
  @ApiOperation({ summary: 'The links between stations, with travel times' })
  @ApiInput({ query: networkQuerySchema })
  @ApiResponse({ status: 200, standardSchema: networkSchema })
  show(@Query({ schema: networkQuerySchema }) { at }: { readonly at?: EpochMs }): NetworkAnswer {
    const network = this.#house.networks.at(at ?? this.#house.clock.now());
    if (network === undefined) return { links: [], from: null, recordedAt: null };
    return { ...network, links: [...network.links] };
  }

  @Put()
  @Allow('station.change', { area: 'city' })
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Replaces all links from an instant on' })
  @ApiResponse({ status: 200, standardSchema: networkSchema })
  @ApiResponse({ status: 400, standardSchema: problemSchema, description: 'Every fault of the links' })
  replace(@Body({ schema: networkChangeSchema }) { links, from }: NetworkChange): NetworkAnswer {
    const { register, clock } = this.#house;
    const now = clock.now();
    const faults = findLinkFaults(links, (id) => register.find(id) !== undefined);
    if (from !== undefined && from > now) faults.push('`from` lies in the future: record the network when it is so');
    if (faults.length > 0) throw new ChangeRefused('invalid', ...faults);
    this.#house.recordNetwork(links, from ?? now);
    return this.show({ at: from ?? now });
  }
}
