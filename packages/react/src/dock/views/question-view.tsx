import { useDockSettings } from '../dock-settings.tsx';
import type { NodeViewProps } from '../node-views.ts';
import { RecordText } from './records-view.tsx';

/** A question with candidates. Picking one answers it; once something else was said it can no longer be answered here. */
export function QuestionView({ props, node, session }: NodeViewProps<'question'>) {
  const { place, input } = useDockSettings();
  const isOpen = session.view.question?.key === node.key && session.outgoing.length === 0;
  const pick = (choice: (typeof props.choices)[number]) => {
    session.send(choice.label, { key: node.key, value: choice.value });
    // The choices cannot be pressed any more, and the focus would be lost with them.
    if (place === 'dock') input.current?.focus();
  };
  return (
    <fieldset className="cs-card" disabled={!isOpen}>
      <legend className="cs-card-title" dir="auto">
        {props.question}
      </legend>
      <ul className="cs-records">
        {props.choices.map((choice) => (
          <li key={choice.value}>
            <button type="button" className="cs-record" disabled={!isOpen} onClick={() => pick(choice)}>
              <RecordText label={choice.label} detail={choice.detail} />
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
