import type { Ledger } from '@clearwell/ledger';
import type { Networks, StationRegister } from '@clearwell/stations';
import type {
  Alert,
  AlertChange,
  BilingualName,
  EpochMs,
  Finding,
  Standard,
  StationId,
} from '@clearwell/water-quality';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { KeepingLog } from '../long-term-store.ts';
import { AlertDesk } from './alert-desk.ts';
import type { AlertKeeper } from './alert-keeper.ts';
import { reasonsFor } from './alert-reasons.ts';
import type { AlertStage } from './alert-stage.ts';
import { describeAlert } from './describe-alert.ts';
import { EvidenceKeeper } from './evidence-keeper.ts';
import { NoticeDelivery } from './notice-delivery.ts';
import { openStage } from './open-stage.ts';
import { OutboxWatch } from './outbox-watch.ts';

export interface AlertRoomParts {
  readonly ledger: Ledger;
  readonly register: StationRegister;
  readonly networks: Networks;
  readonly standards: readonly Standard[];
  readonly webhook: Config['webhook'];
  readonly clock: Pick<Clock, 'now' | 'rate'>;
  /** What is said of a station now. */
  readonly findings: (id: StationId) => readonly Finding[];
  /** Tells the browsers. */
  readonly tell: (changes: readonly AlertChange[]) => void;
  readonly log: Pick<KeepingLog, 'info' | 'warn'>;
}

/** All of one server that has to do with alerts: the book, what feeds it, what people do, what leaves, and what is sealed. */
export class AlertRoom {
  readonly keeper: AlertKeeper;
  /** A stage of the river. */
  readonly stage: AlertStage;
  readonly desk: AlertDesk;
  readonly evidence: EvidenceKeeper;
  readonly outbox: OutboxWatch;
  readonly #delivery: NoticeDelivery;
  readonly #tell: AlertRoomParts['tell'];
  readonly #reasonsFor: (alert: Alert) => readonly BilingualName[];

  constructor({ ledger, register, networks, standards, webhook, clock, findings, tell, log }: AlertRoomParts) {
    const now = (): EpochMs => clock.now();
    const warn = (what: string): void => {
      log.warn(what);
    };
    const { keeper, stage } = openStage(ledger, {
      stations: () => register.all(),
      links: () => networks.linksAt(now()),
      outbox: ledger.outbox,
    });
    this.keeper = keeper;
    this.stage = stage;
    this.#tell = tell;
    this.desk = new AlertDesk({
      ...{ ledger, stage, now },
      tell: (changes) => {
        this.told(changes);
      },
    });
    const reasons = { register, incidents: () => stage.incidents, findings, now };
    this.#reasonsFor = (alert) => reasonsFor(reasons, alert);
    const describing = { register, reasonsFor: this.#reasonsFor, now };
    this.evidence = new EvidenceKeeper({
      ...{ ledger, register, networks, standards, now, warn },
      alerts: () => keeper.book.alerts(),
      reasonsFor: this.#reasonsFor,
    });
    this.#delivery = NoticeDelivery.open({
      ...{ ledger, webhook, now, warn },
      desk: {
        // One that was closed long ago is in the ledger alone.
        current: (id) => keeper.book.get(id) ?? ledger.alerts.get(id) ?? null,
        describe: (alert) => describeAlert(describing, alert),
      },
      // The page has it by the numbered changes of alerts already.
      show: () => undefined,
    });
    this.outbox = new OutboxWatch({
      ...{ outbox: ledger.outbox, receivers: this.#delivery.receivers, clock, warn },
      info: (what) => {
        log.info(what);
      },
    });
  }

  /** Why an alert is held for what it is: as is said now, else as it was sealed. */
  reasonsOf(alert: Alert): readonly BilingualName[] {
    const reasons = this.#reasonsFor(alert);
    return reasons.length > 0 ? reasons : this.evidence.reasonsOf(alert.id);
  }

  /** Some alerts changed, durably. */
  told(changes: readonly AlertChange[]): void {
    this.#tell(changes);
    this.#delivery.wake();
  }

  start(): void {
    this.#delivery.start();
  }

  /** Seals what is due, outside of any transaction, and looks whether anything waits too long. */
  tick(): void {
    this.evidence.sealDue();
    this.outbox.look(Date.now());
  }

  /** The ledger is not used after. */
  stop(): Promise<void> {
    return this.#delivery.stop();
  }
}
