import { VisuallyHidden } from '@mantine/core';
import type { NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** What the user or the copilot said. Text is shown as text: nothing in it is markup. */
export function MessageNode({ props }: NodeViewProps<'message'>) {
  return <Bubble from={props.role} text={props.text} />;
}

export function Bubble({ from, text }: { from: 'user' | 'agent'; text: string }) {
  return (
    <div className={classes.bubble} data-from={from}>
      <VisuallyHidden>{from === 'user' ? 'You: ' : 'Copilot: '}</VisuallyHidden>
      {text}
    </div>
  );
}
