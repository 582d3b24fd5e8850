import type { Server } from 'node:http';

/** Prints where the server listens and ends everything on SIGTERM, so that a leak shows as a process that does not end. */
export function announce(server: Server, stop: () => Promise<void>): void {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  console.log(`listening on http://127.0.0.1:${address.port}`);
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    stop().catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  });
}
