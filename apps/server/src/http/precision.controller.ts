import { accountPrecision, NOTIFIED_AIM, type PrecisionReport } from '@clearwell/alerts';
import { problemSchema } from '@clearwell/contracts';
import {
  precisionQuerySchema,
  precisionReportSchema,
  type PrecisionAnswer,
  type PrecisionQuery,
} from '@clearwell/contracts/alerts';
import { DAY } from '@clearwell/water-quality';
import { BadRequestException, Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

const SPAN = 90 * DAY;

/** How often alerts were right, as people judged them. */
@ApiTags('Alerts')
@Controller('api/precision')
export class PrecisionController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('map.see')
  @ApiOperation({ summary: 'How often each rule, parameter and station was right, by the verdicts of people' })
  @ApiInput({ query: precisionQuerySchema })
  @ApiResponse({ status: 200, standardSchema: precisionReportSchema })
  @ApiResponse({ status: 400, standardSchema: problemSchema, description: 'What is wrong with the query' })
  precision(@Query({ schema: precisionQuerySchema }) query: PrecisionQuery): PrecisionAnswer {
    const to = query.to ?? this.#house.clock.now() + 1;
    const from = query.from ?? to - SPAN;
    if (from > to) throw new BadRequestException('`from` lies after `to`');
    const report: PrecisionReport = accountPrecision(this.#house.ledger.alerts.openedBetween(from, to));
    const { toAcknowledge, toClose } = report;
    return {
      ...{ from, to, notifiedAim: NOTIFIED_AIM, toAcknowledge, toClose },
      byRule: [...report.byRule],
      byParameter: [...report.byParameter],
      byStation: [...report.byStation],
      byMonth: [...report.byMonth],
      weeks: [...report.weeks],
      wolfCries: [...report.wolfCries],
      sensitivity: [...this.#house.sensitivity.all()],
    };
  }
}
