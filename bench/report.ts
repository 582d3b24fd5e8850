import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { type ConsentRow, toConsentTable } from './measure-consent.ts';
import type { FirstOpFigures } from './measure-first-op.ts';
import type { FlatFigures, StepFigures, StepLoad } from './measure-steps.ts';

export interface StepRow {
  load: StepLoad;
  figures: StepFigures;
  /** Steps per second of the same statements in a tight loop, measured right before. */
  floor: number;
}

export interface Report {
  firstOp: FirstOpFigures | undefined;
  steps: readonly StepRow[];
  long: readonly StepRow[];
  flat: FlatFigures;
  consent: readonly ConsentRow[];
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

/** The figures as Markdown. */
export function toMarkdown(report: Report): string {
  const rows = [...report.steps, ...report.long].map(({ load, figures, floor }) =>
    [
      load.mode === 'fused' ? 'one' : 'two',
      load.atOnce,
      load.tenants,
      load.stepsPerRun,
      whole(figures.stepsPerSecond),
      whole(floor),
      (figures.stepsPerSecond / floor).toFixed(2),
      whole(figures.bytesPerStep),
      whole(figures.walBytesPerStep),
    ].join(' | '),
  );
  const { firstOp, flat } = report;
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, the embedded PostgreSQL with its default durability, client and server on the same cores.`,
    '',
    firstOp
      ? `- Message → first UI operation, rules intent, over HTTP against the running CRM, ${firstOp.messages} messages one after another: **median ${firstOp.medianMs.toFixed(1)} ms, p95 ${firstOp.p95Ms.toFixed(1)} ms**.`
      : '- Message → first UI operation: not measured in this run.',
    `- A step late in a run of 200 (steps 181–200) against one early (steps 6–25), medians: ${flat.lateMs.toFixed(2)} ms against ${flat.earlyMs.toFixed(2)} ms, ratio **${(flat.lateMs / flat.earlyMs).toFixed(2)}**.`,
    '',
    '| commits a step | runs at once | tenants | steps a run | steps/s | floor, steps/s | share of the floor | database bytes a step | WAL bytes a step |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    'What the rules of a tenant cost (one commit a step): steps a second without any, and the share of it that is left.',
    '',
    toConsentTable(report.consent),
  ].join('\n');
}

const marker = { start: '<!-- figures: written by npm run bench -- --write -->', end: '<!-- /figures -->' };

/** Puts the figures into docs/performance.md, between its markers. */
export async function writeReport(markdown: string): Promise<void> {
  const path = join(import.meta.dirname, '../docs/performance.md');
  const text = await readFile(path, 'utf8');
  const [before, rest] = text.split(marker.start);
  const after = rest?.split(marker.end)[1];
  if (before === undefined || after === undefined) throw new Error('docs/performance.md has lost its markers; the figures were not written.');
  await writeFile(path, `${before}${marker.start}\n${markdown}\n${marker.end}${after}`);
}
