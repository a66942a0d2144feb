import { problemSchema } from '@clearwell/contracts';
import {
  actAnswerSchema,
  actProblemSchema,
  muteListSchema,
  newMuteSchema,
  newWindowSchema,
  quietEndSchema,
  windowListSchema,
  type ActAnswered,
  type MuteList,
  type NewMute,
  type NewWindow,
  type QuietEnd,
  type WindowList,
} from '@clearwell/contracts/alerts';
import { actorOf, type Principal } from '@clearwell/people';
import { isRule, RULES, type Act, type MuteScope, type StationId } from '@clearwell/water-quality';
import { BadRequestException, Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { identityOf } from '../access/access-guard.ts';
import { Allow } from '../access/rules.ts';
import { expectHandles } from '../alerts/alert-access.ts';
import { House } from '../house.ts';
import { doneOrNot } from './alerts.controller.ts';
import { ApiInput } from './open-api.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });
const done = { status: 200, standardSchema: actAnswerSchema, description: '`made` names it' };
const wrong = problem(400, 'Everything that is wrong with it');
const notTheirs = problem(403, 'They may not, or not in this district');
const used = { status: 409, standardSchema: actProblemSchema, description: '`key` was used for something else' };
const refused = { status: 422, standardSchema: actProblemSchema, description: 'It can not be done' };
const idSchema = z.string().min(1).max(300);
const byId = { path: { id: idSchema } };

/** Windows of work and mutes: alerts are raised under them too, and nobody is notified. */
@ApiTags('Alerts')
@Controller('api')
export class QuietController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get('windows')
  @Allow('map.see')
  @ApiOperation({ summary: 'Windows of calibration and maintenance: open, to come, and over for at most 31 days' })
  @ApiResponse({ status: 200, standardSchema: windowListSchema })
  windows(@Req() request: FastifyRequest): WindowList {
    const windows = this.#house.alerts.book.windows().map(this.#house.veil.viewOf(identityOf(request).principal).quiet);
    return { windows: windows.map((one) => ({ ...one, channels: one.channels === null ? null : [...one.channels] })) };
  }

  @Post('windows')
  @HttpCode(200)
  @Allow('window.set', { area: 'named' })
  @ApiOperation({ summary: 'Opens a window at a station, or at some of its channels, at once or later' })
  @ApiResponse(done)
  @ApiResponse(wrong)
  @ApiResponse(notTheirs)
  @ApiResponse(used)
  @ApiResponse(refused)
  openWindow(
    @Body({ schema: newWindowSchema }) { key, ...asked }: NewWindow,
    @Req() request: FastifyRequest,
  ): ActAnswered {
    this.#expectStation(asked.station, asked.channels ?? []);
    return this.#act(request, [asked.station], key, { do: 'open_window', ...asked });
  }

  @Post('windows/:id/end')
  @HttpCode(200)
  @Allow('window.set', { area: 'named' })
  @ApiInput(byId)
  @ApiOperation({ summary: 'Ends a window now' })
  @ApiResponse(done)
  @ApiResponse(notTheirs)
  @ApiResponse(used)
  @ApiResponse(refused)
  endWindow(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: quietEndSchema }) { key }: QuietEnd,
    @Req() request: FastifyRequest,
  ): ActAnswered {
    const window = this.#house.alerts.book.window(id);
    return this.#act(request, window === undefined ? null : [window.station], key, { do: 'end_window', window: id });
  }

  @Get('mutes')
  @Allow('map.see')
  @ApiOperation({ summary: 'What nobody wants notices of at present' })
  @ApiResponse({ status: 200, standardSchema: muteListSchema })
  mutes(@Req() request: FastifyRequest): MuteList {
    const mutes = this.#house.alerts.book.mutes().map(this.#house.veil.viewOf(identityOf(request).principal).quiet);
    return { mutes: [...mutes] };
  }

  @Post('mutes')
  @HttpCode(200)
  @Allow('window.set', { area: 'named' })
  @ApiOperation({ summary: 'Mutes an alert, a station or a rule until an instant' })
  @ApiResponse(done)
  @ApiResponse(wrong)
  @ApiResponse(notTheirs)
  @ApiResponse(used)
  @ApiResponse(refused)
  mute(@Body({ schema: newMuteSchema }) { key, ...asked }: NewMute, @Req() request: FastifyRequest): ActAnswered {
    const stations = this.#stationsOf(asked.scope);
    if (asked.scope.of === 'rule') expectRule(asked.scope.rule);
    if (asked.scope.of !== 'alert') for (const station of stations ?? []) this.#expectStation(station);
    return this.#act(request, stations, key, { do: 'mute', ...asked });
  }

  @Post('mutes/:id/end')
  @HttpCode(200)
  @Allow('window.set', { area: 'named' })
  @ApiInput(byId)
  @ApiOperation({ summary: 'Ends a mute now' })
  @ApiResponse(done)
  @ApiResponse(notTheirs)
  @ApiResponse(used)
  @ApiResponse(refused)
  unmute(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: quietEndSchema }) { key }: QuietEnd,
    @Req() request: FastifyRequest,
  ): ActAnswered {
    const mute = this.#house.alerts.book.mute(id);
    return this.#act(request, mute === undefined ? null : this.#stationsOf(mute.scope), key, {
      do: 'unmute',
      mute: id,
    });
  }

  /** @param stations what it is about: none for the whole city; null where that is not known, for the answer to say */
  #act(request: FastifyRequest, stations: readonly StationId[] | null, key: string, act: Act): ActAnswered {
    const principal: Principal = identityOf(request).principal;
    if (stations !== null) expectHandles(this.#house.register, principal, stations);
    return doneOrNot(this.#house.alertDesk.act({ by: actorOf(principal).name, key, act }));
  }

  #stationsOf(scope: MuteScope): readonly StationId[] | null {
    if (scope.of === 'alert') return this.#house.alerts.book.get(scope.alert)?.stations ?? null;
    return scope.station === null ? [] : [scope.station];
  }

  #expectStation(id: StationId, channels: NonNullable<NewWindow['channels']> = []): void {
    const { register } = this.#house;
    if (register.newest(id) === undefined)
      throw new BadRequestException(`There is no station ${id}; GET /api/stations lists them`);
    const had = register.channelsEver(id);
    const stranger = channels.find((channel) => !had.has(channel));
    if (stranger !== undefined)
      throw new BadRequestException(`${id} has no channel ${stranger}; it has ${[...had].join(', ')}`);
  }
}

function expectRule(name: string): void {
  if (!isRule(name))
    throw new BadRequestException(
      `There is no rule ${name}: it is the id of a limit, such as gb2022.ph.max, or one of ${RULES.join(', ')}`,
    );
}
