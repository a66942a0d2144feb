import { createHmac } from 'node:crypto';

/** HMAC-SHA256 of `timestamp.body`, in hex: who knows the secret sees that both are as they were sent. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
