import { asyncApiDocument } from '@clearwell/contracts/asyncapi';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/rules.ts';

@ApiTags('Operation')
@Controller('api')
export class ContractController {
  @Get('asyncapi.json')
  @Public()
  @ApiOperation({ summary: 'What stations send and are sent over MQTT, as AsyncAPI 3.0' })
  asyncApi(): object {
    return asyncApiDocument();
  }
}
