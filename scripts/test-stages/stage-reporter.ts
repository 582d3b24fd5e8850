import { appendFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';

/** Names the file that the reporter writes to. Without it the reporter only tells of flaky tests. */
export const RECORD_VARIABLE = 'COUNTERSIGN_STAGE_RECORD';

/** A line of the record: what has become of a file or a test, written at once, so that it is there whatever ends the run. */
export type RecordLine =
  | { type: 'begun'; file: string }
  | { type: 'test'; file: string; name: string; state: 'passed' | 'failed'; isFlaky: boolean; error: string }
  /** `errors` are those outside its tests: it could not be loaded, or a hook failed. */
  | { type: 'ended'; file: string; errors: string[] }
  /** The run came to its end. `errors` are those outside every file. */
  | { type: 'end'; isWhole: boolean; errors: string[] };

/**
 * Writes a record of a Vitest run that can be counted also when the run is cut off, and says at its end which tests passed
 * only when they were repeated.
 */
class StageReporter implements Reporter {
  readonly #file = process.env[RECORD_VARIABLE];
  readonly #flaky: string[] = [];

  onTestModuleStart(module: TestModule): void {
    this.#write({ type: 'begun', file: module.relativeModuleId });
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state !== 'passed' && state !== 'failed') return;
    const line = { file: test.module.relativeModuleId, name: test.fullName, error: toLine(errors?.[0]) };
    const isFlaky = state === 'passed' && test.diagnostic()?.flaky === true;
    if (isFlaky) this.#flaky.push(toFlaky(line));
    this.#write({ type: 'test', ...line, state, isFlaky });
  }

  onTestModuleEnd(module: TestModule): void {
    const suites = [module, ...module.children.allSuites()] as (TestModule | TestSuite)[];
    this.#write({ type: 'ended', file: module.relativeModuleId, errors: suites.flatMap((suite) => suite.errors()).map(toLine) });
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    for (const flaky of this.#flaky) console.log(`flaky: ${flaky}`);
    this.#write({ type: 'end', isWhole: reason !== 'interrupted', errors: unhandled.map(toLine) });
  }

  #write(line: RecordLine): void {
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** How a flaky test is named: where it is, what it says, and why it failed at first. */
export const toFlaky = ({ file, name, error }: { file: string; name: string; error: string }): string => `${file}: ${name}: ${error}`;

const toLine = (error: { message?: string; name?: string } | undefined): string =>
  `${error?.name ? `${error.name}: ` : ''}${error?.message?.split('\n', 1)[0] ?? ''}`.slice(0, 300);

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export
export default StageReporter;
