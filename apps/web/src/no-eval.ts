import * as z from 'zod';

// Compiled parsers need `eval`, which a strict content security policy forbids; zod tries as soon as a schema is made.
z.config({ jitless: true });
