import { atTheEnd, startServer, type RunningServer, type ServerOptions } from '@clearwell/testkit';

/** A city that was simulated for one day: enough for a chart, and there within seconds. */
export const DEMO = { CLEARWELL_DEMO_DAYS: '1' } as const;

/** Starts the server as it is shipped. Asked to stop, it takes its simulated city with it; killed, it would not at once. */
export async function startClearwell(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer(options);
  atTheEnd(async () => {
    await server.program.stop();
  });
  return server;
}
