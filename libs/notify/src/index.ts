export { LONGEST_WAIT, waitAfter } from './backoff.ts';
export { Dispatcher, type AlertDesk, type DispatcherParts } from './dispatcher.ts';
export { Inbox, type ShowMessage } from './inbox.ts';
export type { Outbox, Pending, Route } from './outbox.ts';
export type { Delivery, Message, Receiver } from './receiver.ts';
export { signatureOf } from './signature.ts';
export { Webhook, type WebhookParts } from './webhook.ts';
export { webhookBody } from './webhook-body.ts';
