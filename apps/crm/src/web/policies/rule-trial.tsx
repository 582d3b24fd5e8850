import type { PoliciesTried, PolicyRule } from '@countersign/core';
import { Button, Loader } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';
import { toSentence } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { toToolWords } from '../runs/run-words.ts';
import { busyProps } from '../ui/busy-props.ts';
import { formatMoment } from '../ui/format-time.ts';
import classes from './policies.module.css';
import { toTrialWords } from './trial-words.ts';

const MAX_EXAMPLES = 5;

/** Tries rules against what the copilot did lately. Saves nothing. The parent gives it a new key when the rules change. */
export function RuleTrial({ rules }: { rules: readonly PolicyRule[] }) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => agentClient.tryPolicies({ rules: [...rules] }),
  });
  return (
    <div className={classes.trial}>
      <Button variant="default" leftSection={<IconHistory size={17} aria-hidden />} onClick={() => !isPending && mutate()} {...busyProps(isPending)}>
        Try against the last 30 days
      </Button>
      <div role="status">
        {isPending && <Loader size="xs" aria-label="Trying" />}
        {data && <Tried tried={data} />}
      </div>
      {error && (
        <p className={classes.wrong} role="alert">
          {toSentence(error)}
        </p>
      )}
    </div>
  );
}

function Tried({ tried }: { tried: PoliciesTried }) {
  const { timeZone } = useMe().shop;
  const examples = tried.examples.slice(0, MAX_EXAMPLES);
  return (
    <>
      <p className={classes.trialWords}>{toTrialWords(tried)}</p>
      {examples.length > 0 && (
        <ul className={classes.examples} aria-label="Calls judged otherwise than now">
          {examples.map(({ invocationId, at, tool, verdict, rule, because }) => (
            <li key={invocationId}>
              <strong>{toToolWords(tool)}</strong>, {formatMoment(at, timeZone)}: {verdict === 'deny' ? 'denied' : 'asked'} by “{rule}”
              {because && <span className={classes.dim}> ({because})</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
