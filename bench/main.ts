import { startHost } from './host.ts';
import { measureFloor } from './measure-floor.ts';
import { measureSteps } from './measure-steps.ts';

const steps = 50;
const host = await startHost(() => steps);
try {
  for (const mode of ['fused', 'paid'] as const) {
    await measureSteps(host, { mode, runs: 32, stepsPerRun: steps, atOnce: 16, tenants: 1 });
    for (let i = 0; i < 3; i++) {
      const floor = await measureFloor(host, { mode, steps: 4000, atOnce: 16 });
      const f = await measureSteps(host, { mode, runs: 64, stepsPerRun: steps, atOnce: 16, tenants: 1 });
      console.log(mode, { floor, steps: f.stepsPerSecond, ratio: f.stepsPerSecond / floor });
    }
  }
} finally {
  await host.close();
}
