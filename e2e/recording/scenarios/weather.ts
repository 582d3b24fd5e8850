import { happens } from '../acts.ts';
import type { Weather } from '../open-shop.ts';
import type { Act } from '../play.ts';

/** What the gateway and the worker are in for next. */
export const comes = (changes: Partial<Weather>): Act =>
  happens(
    Object.entries(changes)
      .map(([what, how]) => `${what}: ${String(how)}`)
      .join(', '),
    (play) => void Object.assign(play.shop.weather, changes),
  );

export const stopWorker = happens('the worker stops', (play) => play.shop.stopWorker());
export const startWorker = happens('a worker starts', (play) => play.shop.startWorker());

/** Waits until the first call of the run has a result, whatever became of the run. */
export const untilSettled = happens('the call has a result', async (play) => {
  await play.waitFor('a result of the call', async () => {
    const { body } = await play.ask('owner', 'GET', `/agent/runs/${String(play.recall('task.runId'))}`);
    return body.steps[0].invocations[0].status === 'started' ? undefined : true;
  });
});

/** Waits until somebody has claimed a message at the gateway, which holds it back. */
export function holdGateway(): { hold: Act; release: Act; untilHeld: Act } {
  const gate = Promise.withResolvers<void>();
  return {
    hold: happens('the gateway takes its time', (play) => {
      play.shop.weather.gate = gate.promise;
    }),
    untilHeld: happens('a message waits at the gateway', async (play) => {
      await play.waitFor('a message at the gateway', async () => (play.shop.weather.waiting > 0 ? true : undefined));
    }),
    release: happens('the gateway goes on', (play) => {
      play.shop.weather.gate = undefined;
      gate.resolve();
    }),
  };
}
