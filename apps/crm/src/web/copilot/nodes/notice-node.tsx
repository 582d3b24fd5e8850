import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

const looks = {
  info: { icon: IconInfoCircle, word: 'Note' },
  warning: { icon: IconAlertTriangle, word: 'Warning' },
  error: { icon: IconCircleX, word: 'Problem' },
} as const;

/** Short words about something that went other than asked; small where they only say that nothing did. */
export function NoticeNode({ props }: NodeViewProps<'notice'>) {
  const { icon: Icon, word } = looks[props.level];
  if (props.isAccount && props.level === 'info') return <p className={classes.account}>{props.text}</p>;
  return (
    <div className={classes.notice} data-level={props.level}>
      <Icon size={18} aria-hidden />
      <p>
        <VisuallyHidden>{word}: </VisuallyHidden>
        {props.text}
      </p>
    </div>
  );
}
