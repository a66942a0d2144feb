import { atTheEnd, startServer, type RunningServer, type ServerOptions } from '@clearwell/testkit';

/** One day of a city in which nothing happens: enough for a chart, there within seconds, and every station as it should be. */
export const DEMO = { CLEARWELL_DEMO_DAYS: '1', CLEARWELL_DEMO_EVERYDAY: 'false' } as const;

/** Starts the server as it is shipped. Asked to stop, it takes its simulated city with it; killed, it would not at once. */
export async function startClearwell(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer(options);
  atTheEnd(async () => {
    await server.program.stop();
  });
  return server;
}
