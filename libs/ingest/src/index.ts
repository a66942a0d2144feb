export { BrokerClient, type BrokerClientOptions, type Credentials } from './broker-client.ts';
export { EmbeddedBroker, type EmbeddedBrokerOptions, type Refusal, type TlsIdentity } from './embedded-broker.ts';
export * from './propose-station.ts';
export type { Deliver, MessageSource, RawMessage } from './raw-message.ts';
export { GapRequests, type IncompleteSequence, type SequenceMemory } from './gap-requests.ts';
export { GroupCommit } from './group-commit.ts';
export { RepeatedFailures, splitMessage } from './repeated-failures.ts';
export { receive, type Received, type Rejection } from './receive.ts';
