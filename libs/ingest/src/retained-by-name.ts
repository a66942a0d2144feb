import type { Aedes, PublishPacket } from 'aedes';
import { Readable } from 'node:stream';

/** The part of aedes' memory that holds retained messages. */
interface Retainer {
  storeRetained(packet: PublishPacket): Promise<void>;
  createRetainedStreamCombi(patterns: string[]): Readable;
}

/**
 * aedes compares every retained message with every new subscription: 10,000 stations that connect, each with a retained
 * status and a subscription to its own commands, would be 100 million comparisons and minutes of them. A subscription
 * without wildcards is looked up by its name instead.
 */
export function findRetainedByName(broker: Aedes): void {
  const { persistence } = broker as unknown as { readonly persistence: Retainer };
  const byTopic = new Map<string, PublishPacket>();
  const [store, search] = [
    persistence.storeRetained.bind(persistence),
    persistence.createRetainedStreamCombi.bind(persistence),
  ];
  persistence.storeRetained = (packet) => {
    if (packet.payload.length === 0) byTopic.delete(packet.topic);
    else byTopic.set(packet.topic, { ...packet });
    return store(packet);
  };
  persistence.createRetainedStreamCombi = (patterns) =>
    patterns.some((pattern) => /[+#]/.test(pattern))
      ? search(patterns)
      : Readable.from(patterns.flatMap((topic) => byTopic.get(topic) ?? []));
}
