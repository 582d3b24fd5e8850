import type { InvocationView, Json, RunDetail, StepView } from '@countersign/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { toSentence } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { CallBadge } from '../runs/run-badge.tsx';
import { promptQuery } from '../runs/run-queries.ts';
import { toCost, toToolWords } from '../runs/run-words.ts';
import classes from '../runs/runs.module.css';
import { formatClock } from '../ui/format-time.ts';
import record from '../ui/record-page.module.css';

/** The steps as they happen: who proposed them, which calls they made, what became of each. */
export function TaskSteps({ run }: { run: RunDetail }) {
  return (
    <section className={`${record.card} ${record.wide}`} aria-labelledby="steps-title">
      <h2 id="steps-title">Steps</h2>
      {run.steps.length === 0 && <p className={record.none}>None yet.</p>}
      <ol className={classes.steps}>
        {run.steps.map((step) => (
          <Step key={step.stepIndex} runId={run.runId} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ runId, step }: { runId: string; step: StepView }) {
  const { timeZone } = useMe().shop;
  const { stepIndex, proposer, costMicros, modelCall, invocations } = step;
  return (
    <li className={classes.step}>
      <p className={classes.stepHead}>
        <strong>Step {stepIndex + 1}</strong>
        <span className={classes.detail}>
          {modelCall ? proposer : 'Rules'} · {formatClock(step.at, timeZone)}
          {costMicros > 0 && ` · ${toCost(costMicros)}`}
        </span>
      </p>
      {invocations.length === 0 && <p className={classes.detail}>Made no call.</p>}
      {invocations.length > 0 && (
        <ul className={classes.calls}>
          {invocations.map((call) => (
            <Call key={call.invocationId} call={call} />
          ))}
        </ul>
      )}
      {modelCall && <Asked runId={runId} stepIndex={stepIndex} call={modelCall} />}
    </li>
  );
}

function Call({ call }: { call: InvocationView }) {
  const { tool, status, input, output, error } = call;
  return (
    <li>
      <Details
        summary={
          <>
            {toToolWords(tool)} <CallBadge status={status} />
          </>
        }
      >
        <Data title="Asked for" value={input} />
        {error !== null && <Data title="Refused or failed" value={error} />}
        {output !== null && <Data title="Result" value={output} />}
      </Details>
    </li>
  );
}

/** Its content is there only while it is open: a run may have a hundred of these. */
function Details({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.call} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children}
    </details>
  );
}

function Data({ title, value }: { title: string; value: Json }) {
  return (
    <>
      <p className={classes.dataTitle}>{title}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className={classes.data} tabIndex={0}>
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </>
  );
}

/** What the model of a step was asked and what it answered, for whoever wants to know. */
function Asked({ runId, stepIndex, call }: { runId: string; stepIndex: number; call: NonNullable<StepView['modelCall']> }) {
  return (
    <Details summary="What the model was asked">
      <ul className={classes.attempts}>
        {call.attempts.map((attempt, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts have an order and nothing else to name them by
          <li key={index}>
            {attempt.model}: {attempt.outcome.replaceAll('_', ' ')}
            {attempt.inputTokens !== undefined && `, ${attempt.inputTokens} tokens in, ${attempt.outputTokens ?? 0} out`},{' '}
            {toCost(attempt.costMicros).toLowerCase()}
          </li>
        ))}
      </ul>
      <Prompt runId={runId} stepIndex={stepIndex} />
      <Data title="It answered" value={call.replies as unknown as Json} />
    </Details>
  );
}

function Prompt({ runId, stepIndex }: { runId: string; stepIndex: number }) {
  const query = useQuery(promptQuery(runId, stepIndex));
  if (query.isError) return <p role="alert">{toSentence(query.error)}</p>;
  if (!query.data) return <p role="status">Loading…</p>;
  return (
    <>
      <p className={classes.detail}>
        {query.data.isExact ? 'This is, byte for byte, what was sent.' : 'A result has changed since: this is no longer exactly what was sent.'}
      </p>
      <Data title="It was sent" value={query.data.prompt} />
    </>
  );
}
