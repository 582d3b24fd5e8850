import { IconSparkles } from '@tabler/icons-react';
import classes from './panel.module.css';

/** Says of a field, to eyes and to screen readers, that the copilot filled it. Belongs into the field's description. */
export function AgentMark() {
  return (
    <span className={classes.mark}>
      <IconSparkles size={14} aria-hidden />
      Filled in by the copilot
    </span>
  );
}
