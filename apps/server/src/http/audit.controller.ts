import { problemSchema } from '@clearwell/contracts';
import { auditQuerySchema, auditSchema, type AuditAnswer, type AuditQuery } from '@clearwell/contracts/people';
import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';

/** Who did what, and what was refused to whom. */
@ApiTags('People')
@Controller('api/audit')
export class AuditController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('audit.read')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The audit log, newest first' })
  @ApiInput({ query: auditQuerySchema })
  @ApiResponse({ status: 200, standardSchema: auditSchema })
  @ApiResponse({ status: 400, standardSchema: problemSchema, description: 'What is wrong with the query' })
  audit(@Query({ schema: auditQuerySchema }) query: AuditQuery): AuditAnswer {
    const entries = this.#house.ledger.audit.find({ ...query, limit: query.limit + 1 });
    const shown = entries.slice(0, query.limit);
    return { entries: [...shown], next: entries.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
  }
}
