import { STATUSES, type Status } from '@clearwell/water-quality';
import { OUTSIDE, STATUS_SHAPES } from './status-shape.ts';

export interface MarkerLook {
  readonly status: Status | null;
  readonly unverified: boolean;
  /** Nobody has acknowledged it. */
  readonly isRinging: boolean;
  /** Came long after it was sampled. */
  readonly isLate: boolean;
  /** Stands under the shape; empty for a station one need not worry about. */
  readonly caption: string;
  /** Read aloud. */
  readonly label: string;
}

const SVG = 'http://www.w3.org/2000/svg';

function path(className: string, d: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('class', className);
  element.setAttribute('d', d);
  return element;
}

function svgElement(className: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('viewBox', '-4 -4 32 32');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

/** Stands apart from the shape: only a whole SVG is moved by the compositor, what is inside one is laid out anew each frame. */
function ringElement(status: Status): SVGSVGElement {
  const svg = svgElement('marker__ring');
  svg.append(path('', STATUS_SHAPES[status].body));
  return svg;
}

function shapeElement(status: Status, unverified: boolean): SVGSVGElement {
  const svg = svgElement(`shape shape--${status}`);
  const shape = STATUS_SHAPES[status];
  if (unverified) {
    const outline = path('shape__unverified', shape.body);
    outline.setAttribute('transform', OUTSIDE);
    svg.append(outline);
  }
  svg.append(path('shape__body', shape.body));
  if (shape.stroke !== undefined) svg.append(path('shape__stroke', shape.stroke));
  return svg;
}

/** Changes what differs on an element that stays: its place, focus and listeners are kept. */
export function paintMarker(element: HTMLElement, look: MarkerLook, before: MarkerLook | null): void {
  if (look.status !== before?.status || look.unverified !== before.unverified || look.isRinging !== before.isRinging) {
    for (const status of STATUSES) element.classList.toggle(`marker--${status}`, status === look.status);
    element.classList.toggle('marker--pending', look.status === null);
    element.classList.toggle('marker--unverified', look.unverified);
    element.dataset['status'] = look.status ?? '';
    paintShape(element, look);
  }
  if (look.isLate !== before?.isLate) element.classList.toggle('marker--late', look.isLate);
  if (look.label !== before?.label) element.setAttribute('aria-label', look.label);
  if (look.caption !== before?.caption) paintCaption(element, look.caption);
}

function paintShape(element: HTMLElement, { status, unverified, isRinging }: MarkerLook): void {
  for (const svg of element.querySelectorAll('svg')) svg.remove();
  element.prepend(shapeElement(status ?? 'stale', unverified));
  if (status !== null && isRinging) element.prepend(ringElement(status));
}

function paintCaption(element: HTMLElement, text: string): void {
  const caption = element.querySelector('.marker__caption') ?? document.createElement('span');
  caption.className = 'marker__caption';
  caption.textContent = text;
  if (text === '') caption.remove();
  else element.append(caption);
}
