import type { TracedArgument } from '@countersign/core';
import { IconGavel, IconUserQuestion } from '@tabler/icons-react';
import classes from './approval-card.module.css';
import { toOriginWarnings } from './origin-words.ts';

interface ApprovalGroundsProps {
  asking: readonly string[];
  origins: readonly TracedArgument[];
}

/** Why a person is asked, beside the nature of the call: rules of the shop, and targets that nobody can vouch for. */
export function ApprovalGrounds({ asking, origins }: ApprovalGroundsProps) {
  const warnings = toOriginWarnings(origins);
  return (
    <>
      {warnings.length > 0 && (
        <div className={classes.origins} role="note">
          <IconUserQuestion size={18} aria-hidden className={classes.originsIcon} />
          <div>
            <strong>Look closely at whom this reaches</strong>
            {warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </div>
        </div>
      )}
      {asking.length > 0 && (
        <p className={classes.asking}>
          <IconGavel size={15} aria-hidden className={classes.askingIcon} />
          <span>
            {asking.length === 1 ? 'A rule of the shop asks: ' : 'Rules of the shop ask: '}
            {asking.map((name) => `“${name}”`).join(', ')}
          </span>
        </p>
      )}
    </>
  );
}
