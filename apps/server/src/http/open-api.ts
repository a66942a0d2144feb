import { applyDecorators, type INestApplication } from '@nestjs/common';
import { ApiParam, ApiQuery, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import * as z from 'zod';

/** OpenAPI 3.1 speaks JSON Schema as zod writes it; Nest's own conversion would be that of 3.0. */
const VERSION = '3.1.0';

type Drawn = Record<string, unknown>;

/** The HTTP API as OpenAPI 3.1, made from the schemas that the server itself checks by. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const described = new DocumentBuilder()
    .setOpenAPIVersion(VERSION)
    .setTitle('Clearwell')
    .setDescription(
      'Drinking-water quality stations: what they measure, how they stand, and what became of their readings.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', description: 'CLEARWELL_API_KEY: of programs that bring in stations and history' })
    .addCookieAuth('clearwell', {
      type: 'apiKey',
      in: 'cookie',
      description:
        'Of a person: POST /api/session sets it (`__Host-clearwell` over https); changes want `X-CSRF-Token` too',
    })
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  return SwaggerModule.createDocument(app, described, {
    operationIdFactory: (_controller, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => {
      const { $defs = {}, ...drawn } = draw(schema as z.ZodType, schemaType);
      return { schema: drawn, components: $defs as Record<string, Drawn> };
    },
  });
}

/** Describes each part of a path or query by its schema. */
export function ApiInput(inputs: {
  readonly path?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodObject;
}): MethodDecorator {
  const path = Object.entries(inputs.path ?? {}).map(([name, schema]) => ApiParam({ name, ...describe(schema) }));
  const query = Object.entries(inputs.query?.shape ?? {}).map(([name, schema]) =>
    ApiQuery({ name, required: !(schema as z.ZodType).safeParse(undefined).success, ...describe(schema as z.ZodType) }),
  );
  return applyDecorators(...path, ...query);
}

function describe(schema: z.ZodType): { schema: Drawn; description: string } {
  const { description = '', ...drawn } = draw(schema, 'input');
  return { schema: drawn, description: description as string };
}

function draw(schema: z.ZodType, io: 'input' | 'output'): Drawn {
  // The document as a whole says which dialect it speaks.
  return { ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }), $schema: undefined };
}
