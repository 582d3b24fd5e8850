import { Hidden } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import type { NodeViewProps } from '../node-views.ts';

/** What the user or the agent said. Text is shown as text: nothing in it is markup. */
export function MessageView({ props }: NodeViewProps<'message'>) {
  return <Bubble from={props.role} text={props.text} />;
}

export function Bubble({ from, text }: { from: 'user' | 'agent'; text: string }) {
  const { texts } = useDockSettings();
  return (
    <div className="cs-bubble" data-from={from}>
      <Hidden>{from === 'user' ? texts.fromUser : texts.fromAgent}</Hidden>
      <p className="cs-text" dir="auto">
        {text}
      </p>
    </div>
  );
}
