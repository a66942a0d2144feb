import { LIVE_SOURCE, LiveGateway } from '@clearwell/live';
import { Module, type DynamicModule } from '@nestjs/common';
import { House } from './house.ts';
import { ApiController, OperationController } from './http/api.controller.ts';
import { ContractController } from './http/contract.controller.ts';
import { FramesController } from './http/frames.controller.ts';
import { NetworkController } from './http/network.controller.ts';
import { ParkedController } from './http/parked.controller.ts';
import { ReadingsController } from './http/readings.controller.ts';
import { StationsController } from './http/stations.controller.ts';

/** What Nest has to know: the controllers, the socket, and the house they look into. */
@Module({})
export class AppModule {
  static over(house: House): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        ApiController,
        StationsController,
        ReadingsController,
        ParkedController,
        NetworkController,
        FramesController,
        OperationController,
        ContractController,
      ],
      providers: [{ provide: House, useValue: house }, { provide: LIVE_SOURCE, useValue: house }, LiveGateway],
    };
  }
}
