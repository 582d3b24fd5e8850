import { type FoldedNode, isFinal, type RunDetail } from '@countersign/core';
import type { useSession } from '@countersign/react';
import { Loader } from '@mantine/core';
import { NodeView } from '../copilot/nodes/node-view.tsx';
import classes from '../runs/runs.module.css';
import record from '../ui/record-page.module.css';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';

interface TaskLogProps {
  run: RunDetail;
  session: ReturnType<typeof useSession>;
}

/** What was said, done and asked, as the log of the task has it: receipts, approvals to decide, words, notices. */
export function TaskLog({ run, session }: TaskLogProps) {
  const nodes = ofTask(session.view.nodes, run.runId);
  const isAtWork = run.status === 'pending' || run.status === 'running';
  return (
    <section className={`${record.card} ${record.wide}`} aria-labelledby="log-title">
      <h2 id="log-title">What happens</h2>
      <div className={classes.log} role="log" aria-live="polite" aria-labelledby="log-title">
        {session.status === 'loading' && <SkeletonRows />}
        {nodes.map((node) => (
          <NodeView key={node.key} node={node} session={session} />
        ))}
        {session.status !== 'loading' && nodes.length === 0 && !isAtWork && (
          <p className={record.none}>{isFinal(run.status) ? 'Nothing was said or done.' : 'Nothing yet.'}</p>
        )}
      </div>
      {isAtWork && (
        <p className={classes.working} role="status">
          <Loader type="dots" size="sm" aria-hidden />
          Working…
        </p>
      )}
    </section>
  );
}

/**
 * The task's own entries but for its words, which stand above. A log that begins with the task is all its own: answers to its
 * questions are there, too, and what came of them.
 */
function ofTask(nodes: readonly FoldedNode[], runId: string): readonly FoldedNode[] {
  const request = `message:${runId}`;
  const isOwnLog = nodes[0]?.runId === runId;
  return nodes.filter((node) => node.key !== request && (isOwnLog || node.runId === runId));
}
