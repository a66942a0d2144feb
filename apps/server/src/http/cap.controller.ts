import { DAY, type Alert, type Station } from '@clearwell/water-quality';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/rules.ts';
import { isOffTheTable } from '../cap/cap-alert.ts';
import { capFeed } from '../cap/cap-feed.ts';
import type { Config } from '../config/config.ts';
import { House } from '../house.ts';
import { ACCESS } from './session.controller.ts';

/** Who asks once a day hears of every end. */
const CANCELLED_FOR = 2 * DAY;

/** Alerts for programs of others, as the Common Alerting Protocol has them. */
@ApiTags('Alerts')
@Controller('api')
export class CapController {
  readonly #house: House;
  readonly #origin: string | null;
  readonly #isDemo: boolean;

  constructor(@Inject(House) house: House, @Inject(ACCESS) access: Config['access']) {
    this.#house = house;
    this.#origin = access.origin;
    this.#isDemo = access.demoAccounts;
  }

  @Get('alerts.cap')
  @Allow('map.see')
  @Header('Content-Type', 'application/atom+xml; charset=utf-8')
  @ApiOperation({
    summary:
      'Alerts that nobody has closed, and for two days those that are, as an Atom feed of CAP 1.2 messages in Chinese and English',
  })
  @ApiProduces('application/atom+xml')
  @ApiResponse({ status: 200, description: 'The newest opened first', schema: { type: 'string' } })
  capAlerts(): string {
    const { register, clock } = this.#house;
    const { origin, start, rate, now } = clock.state();
    const stationsOf = ({ stations }: Alert): Station[] => stations.flatMap((id) => register.newest(id)?.station ?? []);
    const terms = {
      sender: this.#origin === null ? 'clearwell' : new URL(this.#origin).host,
      page: this.#origin,
      isActual: rate === 1 && origin === start && !this.#isDemo,
      stationsOf,
    };
    const isTold = (alert: Alert): boolean => !isOffTheTable(alert) || alert.lastChange.at >= now - CANCELLED_FOR;
    return capFeed(this.#house.alerts.book.alerts().filter(isTold).toReversed(), terms, now);
  }
}
