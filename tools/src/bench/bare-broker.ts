// The reference: the same broker that takes, acknowledges and keeps nothing. Prints its port.
import { Aedes } from 'aedes';
import { createServer, type AddressInfo } from 'node:net';

const broker = await Aedes.createBroker();
const server = createServer((socket) => {
  broker.handle(socket);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on ${String((server.address() as AddressInfo).port)}`);
});
