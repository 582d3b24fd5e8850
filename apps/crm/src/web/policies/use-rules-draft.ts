import type { PoliciesView, PolicyRule } from '@countersign/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { agentClient } from '../api/agent-client.ts';
import { isFailure } from '../api/api-failure.ts';
import { policiesQuery } from './policy-queries.ts';
import { rebaseRules } from './rebase-rules.ts';

interface Draft {
  base: PoliciesView;
  rules: PolicyRule[];
  /** The version that somebody else saved meanwhile. */
  conflict?: number;
}

interface RulesDraft {
  /** The version the change is made from. */
  base: PoliciesView;
  rules: readonly PolicyRule[];
  isChanged: boolean;
  conflict: number | undefined;
  error: Error | null;
  isSaving: boolean;
  setRules: (rules: PolicyRule[]) => void;
  /** Resolves to true once they are in force. */
  save: () => Promise<boolean>;
  discard: () => void;
}

/** Changes that are not saved yet, upon the version in force when they began. A later one of somebody else is taken in on saving. */
export function useRulesDraft(inForce: PoliciesView): RulesDraft {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const base = draft?.base ?? inForce;
  const rules = draft?.rules ?? inForce.rules;
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: () => agentClient.savePolicies({ basedOn: base.version, rules }),
  });

  const rebase = async () => {
    const theirs = await queryClient.fetchQuery(policiesQuery);
    setDraft({ base: theirs, rules: rebaseRules({ base: base.rules, mine: rules, theirs: theirs.rules }), conflict: theirs.version });
    reset();
  };
  const save = async () => {
    if (isPending) return false;
    try {
      const { policies } = await mutateAsync();
      queryClient.setQueryData(policiesQuery.queryKey, policies);
      setDraft(null);
      notifications.show({ color: 'teal', title: 'Rules saved', message: 'They hold from the next call on.' });
      return true;
    } catch (failure) {
      // Anything else stands in `error` already.
      if (isFailure(failure) && failure.code === 'conflict') await rebase().catch(() => undefined);
      return false;
    }
  };
  return {
    base,
    rules,
    isChanged: draft !== null && JSON.stringify(draft.rules) !== JSON.stringify(base.rules),
    conflict: draft?.conflict,
    error,
    isSaving: isPending,
    setRules: (next) => setDraft({ base, rules: next, ...(draft?.conflict !== undefined && { conflict: draft.conflict }) }),
    save,
    discard: () => {
      setDraft(null);
      reset();
    },
  };
}
