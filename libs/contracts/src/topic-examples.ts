import type * as z from 'zod';
import type { TOPIC_PAYLOADS, TopicKind } from './topics.ts';

interface Example<K extends TopicKind> {
  readonly name: string;
  readonly summary: string;
  readonly payload: z.input<(typeof TOPIC_PAYLOADS)[K]>;
}

/** Messages as they are sent, for readers of the contract. */
export const TOPIC_EXAMPLES: { readonly [K in TopicKind]: readonly Example<K>[] } = {
  readings: [
    {
      name: 'live',
      summary: 'As it is sampled; the chlorine probe has no value',
      payload: {
        sampledAt: '2026-11-22T03:10:00Z',
        boot: 12,
        seq: 4711,
        values: { turbidity: 0.31, ph: 7.42, conductivity: 590, temperature: 10.2, free_chlorine: null },
        device: { sampleFlow: 0.5, signal: -71, power: 'mains' },
      },
    },
    {
      name: 'smallest',
      summary: 'From a logger that does not count',
      payload: { sampledAt: 1_795_315_200_000, values: { ph: 7.4 } },
    },
    {
      name: 'batch',
      summary: 'From memory after an outage; the second was sampled while the probe was calibrated',
      payload: {
        readings: [
          { sampledAt: '2026-11-22T02:50:00Z', boot: 12, seq: 4709, historical: true, values: { ph: 7.41 } },
          {
            sampledAt: '2026-11-22T03:00:00Z',
            boot: 12,
            seq: 4710,
            historical: true,
            values: { ph: 7.0 },
            marks: { ph: 'C' },
          },
        ],
      },
    },
  ],
  status: [
    {
      name: 'online',
      summary: 'On connecting',
      payload: { online: true, at: '2026-11-22T03:10:00Z', firmware: 'logger/1.4.0', boot: 12 },
    },
    { name: 'lastWill', summary: 'By the broker, when the connection is lost', payload: { online: false } },
  ],
  events: [
    {
      name: 'calibration',
      summary: 'A probe is about to be calibrated',
      payload: { at: '2026-11-22T03:00:00Z', kind: 'calibration', state: 'begin', channels: ['ph'] },
    },
    {
      name: 'powerLost',
      summary: 'The logger runs on its battery',
      payload: { at: '2026-11-22T03:04:10Z', kind: 'power', state: 'begin' },
    },
  ],
  commands: [
    {
      name: 'resend',
      summary: 'Two readings are missing',
      payload: { id: 'r-1', kind: 'resend', boot: 12, fromSeq: 4709, toSeq: 4710 },
    },
  ],
};
