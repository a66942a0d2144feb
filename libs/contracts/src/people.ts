import * as z from 'zod';
import { epochMs, instantQuery } from './instants.ts';

/** What a person may be asked to do; which permissions each has is the table in `libs/people`. */
export const ROLES = ['viewer', 'supervisor', 'inspector', 'field', 'maintainer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What is told of somebody to whom does not see names: their role; `someone` where nobody knows it. */
export type VeiledRole = Role | 'someone';

/** No name that somebody can have holds a colon. */
const VEILED = 'role:';
export const veiledName = (role: VeiledRole): string => `${VEILED}${role}`;

/** Null: it is a name. */
export const roleBehind = (name: string): VeiledRole | null =>
  name.startsWith(VEILED) ? (ROLES.find((role) => veiledName(role) === name) ?? 'someone') : null;

export const PERMISSIONS = [
  'map.see',
  'metrics.read',
  'alert.acknowledge',
  'alert.close',
  'alert.maintain',
  'window.set',
  'detector.tune',
  'station.change',
  'reading.import',
  'people.manage',
  'audit.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Names that people type: letters of any script, digits, and `.`, `_`, `-` between them. */
export const personNameSchema = z
  .string()
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z.string().regex(/^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,38}[\p{L}\p{N}])?$/u, 'must be 1 to 40 letters, digits, . _ -'),
  );

/** Any text: what is wrong with it is for the sign-in to say, and it says one thing. */
const typed = z.string().min(1).max(256);

const districts = z
  .array(z.string().min(1).max(120))
  .max(200)
  .nullable()
  .meta({ description: 'Chinese names of districts, as stations have them; null: all of them' });

export const personSchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    fullName: z.string(),
    phone: z.string().nullable().meta({ description: 'null: nobody has said' }),
    role: z.enum(ROLES),
    districts,
    active: z.boolean().meta({ description: 'false: may not sign in' }),
    mustChangePassword: z.boolean(),
    demo: z.boolean().meta({ description: 'Ready for whoever tries the demo; out of use without it' }),
    createdAt: epochMs,
  })
  .meta({ id: 'Person' });
export type PersonAnswer = z.infer<typeof personSchema>;

/** `GET /api/session`: who is asking, and what that lets them do. */
export const sessionSchema = z
  .object({
    person: personSchema.nullable().meta({ description: 'null: nobody is signed in' }),
    permissions: z.array(z.enum(PERMISSIONS)),
    csrfToken: z.string().nullable().meta({ description: 'Sent as `X-CSRF-Token` with each change; null: no session' }),
    endsAt: epochMs.nullable().meta({ description: 'The session is over then, whatever is done in it' }),
    anonymousViewing: z.boolean().meta({ description: 'The map is shown to whoever has not signed in' }),
    demoAccounts: z
      .array(z.object({ name: z.string(), password: z.string(), role: z.enum(ROLES) }))
      .meta({ description: 'Ready accounts of a demo; empty elsewhere' }),
  })
  .meta({ id: 'Session' });
export type SessionAnswer = z.infer<typeof sessionSchema>;

/** `POST /api/session` */
export const signInSchema = z.object({ name: typed, password: typed }).meta({ id: 'SignIn' });
export type SignIn = z.output<typeof signInSchema>;

/** `DELETE /api/session` */
export const signOutQuerySchema = z.object({
  everywhere: z.enum(['true', 'false']).optional().meta({ description: '`true`: also in all other browsers' }),
});

/** `POST /api/session/password` */
export const passwordChangeSchema = z.object({ current: typed, next: typed }).meta({ id: 'PasswordChange' });
export type PasswordChange = z.output<typeof passwordChangeSchema>;

const fullName = z.string().trim().min(1).max(80);
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d -]{3,24}$/, 'must be a telephone number: digits, spaces and hyphens, perhaps a + before them')
  .nullable()
  .optional()
  .meta({ description: 'Where they are rung up about an alert; null or left out: nowhere' });

/** `PUT /api/people/:id` */
export const personChangeSchema = z
  .object({ fullName, phone, role: z.enum(ROLES), districts, active: z.boolean() })
  .meta({ id: 'PersonChange' });
export type PersonChange = z.output<typeof personChangeSchema>;

/** `POST /api/people` */
export const newPersonSchema = personChangeSchema
  .omit({ active: true })
  .extend({ name: personNameSchema })
  .meta({ id: 'NewPerson' });
export type NewPerson = z.output<typeof newPersonSchema>;

/** `GET /api/people` */
export const peopleSchema = z.object({ people: z.array(personSchema) }).meta({ id: 'People' });
export type PeopleAnswer = z.infer<typeof peopleSchema>;

/** A person and the password they are given, which is told this once and changed at their first sign-in. */
export const givenPasswordSchema = z
  .object({ person: personSchema, password: z.string() })
  .meta({ id: 'GivenPassword' });
export type GivenPassword = z.infer<typeof givenPasswordSchema>;

export const personIdSchema = z.coerce.number().int().positive();

/** Who acts: a person, a program with the server's key, one of this machine, a command at the server, the server, or nobody known. */
export const ACTOR_KINDS = ['person', 'service', 'local', 'command', 'system', 'anonymous'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const ACT_OUTCOMES = ['done', 'refused', 'failed'] as const;
export type ActOutcome = (typeof ACT_OUTCOMES)[number];

export const auditEntrySchema = z
  .object({
    id: z.number().int(),
    at: epochMs,
    actorKind: z.enum(ACTOR_KINDS),
    actor: z.string().meta({ description: 'Name of the person or program, as it was then' }),
    act: z.string(),
    target: z.string().nullable(),
    outcome: z.enum(ACT_OUTCOMES).meta({ description: '`refused`: was not allowed; `failed`: could not be done' }),
    detail: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'Where it was asked from' }),
  })
  .meta({ id: 'AuditEntry' });

/** `GET /api/audit` */
export const auditQuerySchema = z.object({
  from: instantQuery.optional(),
  to: instantQuery.optional().meta({ description: 'Before this instant' }),
  actor: z.string().max(120).optional().meta({ description: 'Name of who acted' }),
  act: z.string().max(60).optional().meta({ description: 'An act, or how it begins: `person.`' }),
  target: z.string().max(120).optional(),
  outcome: z.enum(ACT_OUTCOMES).optional(),
  before: z.coerce.number().int().positive().optional().meta({ description: 'Entries older than this one: `next`' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AuditQuery = z.output<typeof auditQuerySchema>;

/** `GET /api/audit` */
export const auditSchema = z
  .object({
    entries: z.array(auditEntrySchema).meta({ description: 'Newest first' }),
    next: z.number().int().nullable().meta({ description: 'Ask for what is older with `before`; null: no more' }),
  })
  .meta({ id: 'Audit' });
export type AuditAnswer = z.infer<typeof auditSchema>;
