import { writeSync } from 'node:fs';
import type { Faults } from '@countersign/server';
import type { Fault } from './app-options.ts';

/** Builds the runtime's fault option: at the named point the process says so, synchronously, and strikes itself. */
export function createFaults(fault: Fault | undefined): Faults | undefined {
  if (!fault) return undefined;
  const runIds: string[] = [];
  const gathered = Promise.withResolvers<void>();
  let isOver = false;
  return (point, call) => {
    if (isOver || point !== fault.point || (fault.tool !== undefined && call.tool !== fault.tool)) return undefined;
    runIds.push(call.runId);
    if (runIds.length < fault.count) return fault.gathers ? gathered.promise : undefined;
    isOver = true;
    writeSync(1, `${JSON.stringify({ fault: { point, runIds } })}\n`);
    process.kill(process.pid, fault.signal);
    // Only a stopped process comes here, when it is continued.
    gathered.resolve();
    return undefined;
  };
}
