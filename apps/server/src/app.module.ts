import { LIVE_SOURCE, LiveGateway } from '@clearwell/live';
import { Module, type DynamicModule } from '@nestjs/common';
import { Identity } from './access/identity.ts';
import { Veil } from './access/veil.ts';
import type { Config } from './config/config.ts';
import { House } from './house.ts';
import { AlertsController } from './http/alerts.controller.ts';
import { ApiController, OperationController } from './http/api.controller.ts';
import { AuditController } from './http/audit.controller.ts';
import { CapController } from './http/cap.controller.ts';
import { ContractController } from './http/contract.controller.ts';
import { EvidenceKeeper } from './alerts/evidence-keeper.ts';
import { EvidenceController } from './http/evidence.controller.ts';
import { FramesController } from './http/frames.controller.ts';
import { NetworkController } from './http/network.controller.ts';
import { ParkedController } from './http/parked.controller.ts';
import { PeopleController } from './http/people.controller.ts';
import { PrecisionController } from './http/precision.controller.ts';
import { QuietController } from './http/quiet.controller.ts';
import { ReadingsController } from './http/readings.controller.ts';
import { ACCESS, SessionController } from './http/session.controller.ts';
import { StationsController } from './http/stations.controller.ts';
import { TuningController } from './http/tuning.controller.ts';

/** What Nest has to know: the controllers, the socket, and the house they look into. */
@Module({})
export class AppModule {
  static over(house: House, identity: Identity, access: Config['access']): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        ApiController,
        StationsController,
        ReadingsController,
        ParkedController,
        NetworkController,
        FramesController,
        AlertsController,
        QuietController,
        PrecisionController,
        TuningController,
        CapController,
        EvidenceController,
        SessionController,
        PeopleController,
        AuditController,
        OperationController,
        ContractController,
      ],
      providers: [
        { provide: House, useValue: house },
        { provide: EvidenceKeeper, useValue: house.alertRoom.evidence },
        { provide: Veil, useValue: house.veil },
        { provide: Identity, useValue: identity },
        { provide: ACCESS, useValue: access },
        { provide: LIVE_SOURCE, useValue: house },
        LiveGateway,
      ],
    };
  }
}
