export * from './propose-station.ts';
export type { Deliver, MessageSource, RawMessage } from './raw-message.ts';
export { BrokerClient, type BrokerClientOptions } from './broker-client.ts';
export { EmbeddedBroker, type Credentials, type EmbeddedBrokerOptions } from './embedded-broker.ts';
export { GapRequests, type IncompleteSequence, type SequenceMemory } from './gap-requests.ts';
export { GroupCommit } from './group-commit.ts';
export { receive, type Received, type Rejection } from './receive.ts';
