/** What somebody asked for, for the log of acts: which act of those that share a route, and on what where the path does not say. */
export interface Deed {
  readonly words: string;
  readonly target: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** A body as it came, before anything has looked at it: only short pieces of it are kept. */
const piece = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 80) : '';

const part = (value: unknown): Body => (typeof value === 'object' && value !== null ? (value as Body) : {});

const joined = (...pieces: readonly string[]): string => pieces.filter((one) => one !== '').join(' ');

const named = (value: unknown): string | null => (piece(value) === '' ? null : piece(value));

function actOnAlert({ do: act, verdict, to }: Body): Deed {
  const [as, whom] = [piece(verdict), to === null ? 'nobody' : piece(to)];
  const words = joined(piece(act), as === '' ? '' : `as ${as}`, whom === '' ? '' : `to ${whom}`);
  return { words, target: null };
}

function openWindow({ work, station, channels, until }: Body): Deed {
  const some = Array.isArray(channels) ? channels.slice(0, 24).map(piece).join(',') : '';
  const words = joined('open window of', piece(work), some, `until ${piece(until)}`);
  return { words, target: named(station) };
}

function mute({ scope, until }: Body): Deed {
  const { of, alert, rule, station } = part(scope);
  return {
    words: joined('mute', piece(of), piece(rule), `until ${piece(until)}`),
    target: named(alert) ?? named(station),
  };
}

const DEEDS: Readonly<Record<string, (body: Body) => Deed>> = {
  '/api/alerts/:id/acts': actOnAlert,
  '/api/alerts/:id/measurements': ({ channel, value, method }) => ({
    words: joined('measure', piece(channel), piece(value), piece(method)),
    target: null,
  }),
  '/api/windows': openWindow,
  '/api/windows/:id/end': () => ({ words: 'end window', target: null }),
  '/api/mutes': mute,
  '/api/mutes/:id/end': () => ({ words: 'end mute', target: null }),
  '/api/stations/:id/tunings': ({ lift }) => ({ words: joined('tune by', piece(lift)), target: null }),
};

/** Null: the route says it all. */
export const deedOf = (route: string | undefined, body: unknown): Deed | null =>
  DEEDS[route ?? '']?.(part(body)) ?? null;
