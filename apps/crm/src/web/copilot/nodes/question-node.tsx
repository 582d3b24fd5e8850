import { UnstyledButton } from '@mantine/core';
import { use } from 'react';
import { useDock } from '../../ui/dock-state.tsx';
import { LogPlace, type NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** A question with candidates. Picking one answers it; once something else was said it can no longer be answered here. */
export function QuestionNode({ props, node, session }: NodeViewProps<'question'>) {
  const dock = useDock();
  const place = use(LogPlace);
  const isOpen = session.view.question?.key === node.key && session.outgoing.length === 0;
  const pick = (choice: (typeof props.choices)[number]) => {
    session.send(choice.label, { key: node.key, value: choice.value });
    if (place === 'dock') dock.input.current?.focus();
  };
  return (
    <fieldset className={classes.card} disabled={!isOpen}>
      <legend className={classes.cardTitle}>{props.question}</legend>
      <ul className={classes.records}>
        {props.choices.map((choice) => (
          <li key={choice.value}>
            <UnstyledButton className={classes.record} disabled={!isOpen} onClick={() => pick(choice)}>
              <span className={classes.recordText}>
                <span className={classes.recordLabel}>{choice.label}</span>
                {choice.detail && <span className={classes.detail}>{choice.detail}</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
