import { problemSchema } from '@clearwell/contracts';
import {
  cityDayOf,
  cityDaySchema,
  encodeFrames,
  frameIndexQuerySchema,
  frameIndexSchema,
  framesQuerySchema,
  startOfCityDay,
  type FrameIndex,
  type FrameIndexQuery,
  type FramesQuery,
} from '@clearwell/contracts/frames';
import { DAY } from '@clearwell/water-quality';
import { BadRequestException, Controller, Get, Header, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { compress } from './compress.ts';
import { ApiInput } from './open-api.ts';

const USUAL_DAYS = 30;
const MOST_DAYS = 400;
const LAYOUT =
  '`CWF2`, the length of the head (32 bits, little-endian), the head as ASCII JSON, then station by station and frame ' +
  'by frame: a byte of status (bits 0 to 2), unverified (3), late (4) and quality flag (5 to 7); then the ages of all ' +
  'in whole minutes, one more than that (0: no reading stands), LEB128; then all values in resolutions, each as its ' +
  'difference to the one before, zigzag LEB128';

@ApiTags('Clearwell')
@Controller('api/frames')
export class FramesController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('map.see')
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({
    summary: 'What there is to replay: city days with their revisions, readings by the hour, and alerts',
  })
  @ApiInput({ query: frameIndexQuerySchema })
  @ApiResponse({ status: 200, standardSchema: frameIndexSchema })
  @ApiResponse({ status: 400, standardSchema: problemSchema, description: 'What is wrong with the request' })
  frameIndex(@Query({ schema: frameIndexQuerySchema }) query: FrameIndexQuery): FrameIndex {
    const to = query.to ?? cityDayOf(this.#house.clock.now());
    const from = query.from ?? cityDayOf(startOfCityDay(to) - (USUAL_DAYS - 1) * DAY);
    if (from > to) throw new BadRequestException('`from` lies after `to`');
    if (startOfCityDay(to) - startOfCityDay(from) >= MOST_DAYS * DAY) {
      throw new BadRequestException(`Ask for at most ${MOST_DAYS} days at once`);
    }
    return this.#house.replay.index(from, to);
  }

  @Get(':day')
  @Allow('map.see')
  @ApiOperation({
    summary: 'The whole map every 10 minutes of one city day, for one parameter, in a compact form',
    description: LAYOUT,
  })
  @ApiInput({ path: { day: cityDaySchema }, query: framesQuerySchema })
  @ApiResponse({
    status: 200,
    description: 'Never changes where the day is over and `rev` is its revision',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 304, description: 'As it was, by the `If-None-Match` given' })
  @ApiResponse({ status: 400, standardSchema: problemSchema, description: 'What is wrong with the request' })
  async frames(
    @Param('day', { schema: cityDaySchema }) day: string,
    @Query({ schema: framesQuerySchema }) query: FramesQuery,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { replay } = this.#house;
    // Before the readings: what comes in between makes the answer newer than it says, never older.
    const revision = replay.revision(day);
    const isForEver = query.rev === revision && replay.isOver(day);
    void reply
      .header('Cache-Control', isForEver ? 'private, max-age=31536000, immutable' : 'no-cache')
      .header('Vary', 'Accept-Encoding')
      .header('ETag', `W/"${revision}"`);
    if (headers['if-none-match'] === `W/"${revision}"`) {
      await reply.status(304).send();
      return;
    }
    const bytes = encodeFrames(await replay.day(day, query));
    const { body, encoding } = await compress(bytes, headers['accept-encoding'] ?? '');
    if (encoding !== 'identity') void reply.header('Content-Encoding', encoding);
    await reply.type('application/octet-stream').send(body);
  }
}
