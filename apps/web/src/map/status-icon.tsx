import type { Status } from '@clearwell/water-quality';
import { OUTSIDE, STATUS_SHAPES } from './status-shape.ts';

/** The shape of a status beside its word; the word says it to those who do not see it. */
export function StatusIcon({ status, unverified = false }: { readonly status: Status; readonly unverified?: boolean }) {
  const shape = STATUS_SHAPES[status];
  return (
    <svg className={`shape shape--${status}`} viewBox="-4 -4 32 32" aria-hidden="true" focusable="false">
      {unverified && <path className="shape__unverified" d={shape.body} transform={OUTSIDE} />}
      <path className="shape__body" d={shape.body} />
      {shape.stroke !== undefined && <path className="shape__stroke" d={shape.stroke} />}
    </svg>
  );
}
