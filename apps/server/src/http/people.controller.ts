import { problemSchema } from '@clearwell/contracts';
import {
  givenPasswordSchema,
  newPersonSchema,
  peopleSchema,
  personChangeSchema,
  personIdSchema,
  personSchema,
  type GivenPassword,
  type NewPerson,
  type PeopleAnswer,
  type PersonAnswer,
  type PersonChange,
} from '@clearwell/contracts/people';
import { actorOf, type Asker, type Given } from '@clearwell/people';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Req,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { identityOf } from '../access/access-guard.ts';
import { Allow, Audited } from '../access/rules.ts';
import { House } from '../house.ts';
import { ApiInput } from './open-api.ts';
import { personAnswer } from './person-answer.ts';
import { originOf } from './session.controller.ts';

const problem = (status: number, description: string) => ({ status, standardSchema: problemSchema, description });
const idParam = { schema: personIdSchema };
const ofPerson = { path: { id: personIdSchema } };

/** Who may sign in, and as what. */
@ApiTags('People')
@Controller('api/people')
export class PeopleController {
  readonly #house: House;

  constructor(@Inject(House) house: House) {
    this.#house = house;
  }

  @Get()
  @Allow('people.manage')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'All persons, also those who may not sign in any more' })
  @ApiResponse({ status: 200, standardSchema: peopleSchema })
  people(): PeopleAnswer {
    return { people: this.#house.people.all().map(personAnswer) };
  }

  @Post()
  @Allow('people.manage')
  @Audited()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Makes a person, and says the password they begin with: this once' })
  @ApiResponse({ status: 201, standardSchema: givenPasswordSchema })
  @ApiResponse(problem(400, 'What is wrong with it'))
  @ApiResponse(problem(409, 'There is, or was, a person of this name'))
  async createPerson(
    @Body({ schema: newPersonSchema }) asked: NewPerson,
    @Req() request: FastifyRequest,
  ): Promise<GivenPassword> {
    this.#expectDistricts(asked.districts, []);
    return givenAnswer(await this.#house.people.create(asked, askerOf(request)));
  }

  @Put(':id')
  @Allow('people.manage')
  @Audited()
  @ApiInput(ofPerson)
  @ApiOperation({
    summary: 'Changes name, role or districts, or takes a person out of use: their sessions are over if that matters',
  })
  @ApiResponse({ status: 200, standardSchema: personSchema })
  @ApiResponse(problem(400, 'What is wrong with it'))
  @ApiResponse(problem(404, 'There is no such person'))
  @ApiResponse(problem(409, 'They are the last admin, or the account of a demo'))
  changePerson(
    @Param('id', idParam) id: number,
    @Body({ schema: personChangeSchema }) asked: PersonChange,
    @Req() request: FastifyRequest,
  ): PersonAnswer {
    const before = this.#house.people.all().find((person) => person.id === id)?.districts ?? [];
    this.#expectDistricts(asked.districts, before);
    return personAnswer(this.#house.people.change(id, asked, askerOf(request)));
  }

  @Post(':id/password')
  @HttpCode(200)
  @Allow('people.manage')
  @Audited()
  @Header('Cache-Control', 'no-store')
  @ApiInput(ofPerson)
  @ApiOperation({ summary: 'Gives a person a new password, to be changed at once, and says it: this once' })
  @ApiResponse({ status: 200, standardSchema: givenPasswordSchema })
  @ApiResponse(problem(404, 'There is no such person'))
  async resetPassword(@Param('id', idParam) id: number, @Req() request: FastifyRequest): Promise<GivenPassword> {
    return givenAnswer(await this.#house.people.resetPassword(id, askerOf(request)));
  }

  /** @param before districts they have: one that has no station any more stays until it is taken away */
  #expectDistricts(asked: NewPerson['districts'], before: readonly string[]): void {
    const known = [...new Set(this.#house.register.all().map(({ district }) => district.zh))];
    const stranger = asked?.find((district) => !known.includes(district) && !before.includes(district));
    if (stranger === undefined) return;
    const there = known.length === 0 ? 'No station is registered yet' : `Stations stand in ${known.join(', ')}`;
    throw new BadRequestException(`There is no district ${stranger}. ${there}; null means all districts`);
  }
}

const givenAnswer = ({ person, password }: Given): GivenPassword => ({ person: personAnswer(person), password });

const askerOf = (request: FastifyRequest): Asker => ({
  by: actorOf(identityOf(request).principal),
  ...originOf(request),
});
