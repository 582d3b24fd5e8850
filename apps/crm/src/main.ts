import { parseEnvironment } from './server/boot/parse-environment.ts';
import { describeFailure, type RunningCrm, startCrm } from './server/boot/start-crm.ts';
import { createLog } from './server/log.ts';
import { DEMO_PASSWORD, demoShops } from './server/seed/demo-shops.ts';

/** `npm start`: runs until a signal comes. Ctrl-C once ends it in order, twice at once. */
async function main(): Promise<void> {
  const stop = stopOnSignals();
  try {
    const environment = parseEnvironment(process.env);
    const log = createLog((line) => process.stderr.write(line), environment.logLevel);
    const running = await startCrm(environment, { log, note: (line) => print(line) });
    if (!stop.isAskedFor(running)) greet(running);
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    leave(1);
  }
}

/** npm passes on the signal that the terminal has sent us as well: what comes this soon is the same key press. */
const SAME_PRESS_MS = 500;

/** A signal that comes while the app still starts is obeyed as soon as there is something to stop. */
function stopOnSignals(): { isAskedFor(running: RunningCrm): boolean } {
  let running: RunningCrm | undefined;
  let askedAt: number | undefined;
  const end = () => void running?.stop().then(() => leave(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (askedAt !== undefined) {
        if (Date.now() - askedAt > SAME_PRESS_MS) leave(130);
        return;
      }
      askedAt = Date.now();
      print('Stopping…');
      end();
    });
  }
  return {
    isAskedFor: (crm) => {
      running = crm;
      if (askedAt === undefined) return false;
      end();
      return true;
    },
  };
}

function greet({ url, isDemo }: RunningCrm): void {
  print(`Ready: ${url}`);
  if (!isDemo) return;
  print(`Sign in with the password ${DEMO_PASSWORD} as one of:`);
  for (const shop of demoShops) for (const { email, role } of shop.staff) print(`  ${email.padEnd(20)} ${role} of ${shop.name}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** By name, not by running dry: a timer of some library must not keep a stopped app alive. */
function leave(code: number): void {
  process.exit(code);
}

await main();
