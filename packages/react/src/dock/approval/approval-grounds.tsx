import type { TracedArgument } from '@countersign/core';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { Icon } from '../icons.tsx';
import { toOriginWarnings } from './origin-warnings.ts';

interface ApprovalGroundsProps {
  asking: readonly string[];
  origins: readonly TracedArgument[];
}

/** Why a person is asked, beside the nature of the call: rules of the organisation, and targets that nobody can vouch for. */
export function ApprovalGrounds({ asking, origins }: ApprovalGroundsProps) {
  const { texts } = useDockSettings();
  const warnings = toOriginWarnings(origins, texts);
  const rules = asking.map((name) => fillText(texts.rule, { name })).join(', ');
  return (
    <>
      {warnings.length > 0 && (
        <div className="cs-origins" role="note">
          <Icon name="question" />
          <div>
            <strong>{texts.originsTitle}</strong>
            {warnings.map((warning) => (
              <p key={warning} className="cs-text" dir="auto">
                {warning}
              </p>
            ))}
          </div>
        </div>
      )}
      {asking.length > 0 && (
        <p className="cs-asking">
          <Icon name="rule" />
          <span>{fillText(asking.length === 1 ? texts.asksOne : texts.asksMany, { rules })}</span>
        </p>
      )}
    </>
  );
}
