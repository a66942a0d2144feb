// The reference: a subscriber that takes, acknowledges and only counts. Prints when it has counted so many messages.
import { connectAsync } from 'mqtt';

const [url = '', messages = '0'] = process.argv.slice(2);
let left = Number(messages);
const client = await connectAsync(url, { clientId: 'bare-subscriber', clean: false });
client.on('message', () => {
  left -= 1;
  if (left === 0) console.log(`all counted at ${String(Date.now())}`);
});
await client.subscribeAsync('clearwell/v1/+/+/readings', { qos: 1 });
console.log('listening');
