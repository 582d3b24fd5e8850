import { countCalls, type WatchContext } from './count-calls.ts';
import { countDenials } from './count-denials.ts';

/** Counts what the tenants of this process do on all nodes, every so often. */
export interface CallWatchTimer {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Creates the watch. A tenant whose calls are spread over many nodes, or over many short runs, is noticed within `watchMs` by
 * every node that works for it: no step counts for that, and none pays for it.
 */
export function createCallWatch(ctx: WatchContext): CallWatchTimer {
  let timer: NodeJS.Timeout | undefined;
  let counting: Promise<void> | undefined;

  async function count(): Promise<void> {
    for (const [tenantId, watched] of ctx.watched) {
      if (watched.ticksLeft === 0) continue;
      watched.ticksLeft -= 1;
      try {
        await ctx.tenant(tenantId, async (sql) => {
          await countCalls(ctx, { sql, tenantId }, watched);
          await countDenials(ctx, { sql, tenantId }, watched);
        });
      } catch (error) {
        ctx.options.logger.warn({ tenantId, error }, 'the calls of a tenant could not be counted; they will be again');
      }
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        counting ??= count().finally(() => {
          counting = undefined;
        });
      }, ctx.options.worker.watchMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await counting;
    },
  };
}
