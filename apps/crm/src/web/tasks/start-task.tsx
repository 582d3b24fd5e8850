import { useClient } from '@countersign/react';
import { Button, Textarea } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useMe } from '../auth/me-query.ts';
import { refreshTask } from '../runs/run-queries.ts';
import classes from '../runs/runs.module.css';

/** The longest task the server takes. */
const MAX_TEXT = 4_000;

/** Hands the copilot something to work through by itself, and goes to the page where it can be watched. */
export function StartTask() {
  const client = useClient();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { hasModel } = useMe().copilot;
  const [task, setTask] = useState('');
  // The same words sent twice, because no answer came, are one task; other words are another.
  const key = useRef({ task: '', id: '' });
  const start = useMutation({
    mutationFn: (text: string) => {
      if (key.current.task !== text) key.current = { task: text, id: crypto.randomUUID() };
      return client.startRun({ agent: 'copilot', task: text, idempotencyKey: key.current.id });
    },
    onSuccess: async ({ runId }) => {
      void refreshTask(queryClient, runId);
      await navigate({ to: '/runs/$runId', params: { runId } });
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const text = task.trim();
    if (text !== '' && !start.isPending) start.mutate(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event as unknown as FormEvent);
  };
  return (
    <form className={classes.start} aria-label="New task" onSubmit={submit}>
      <Textarea
        label="What should the copilot do?"
        description={
          hasModel
            ? 'It works by itself, as you and with your permissions, and asks before anything that cannot be taken back.'
            : 'No language model is set up, so only simple requests are understood, such as “Text Jordan Miles that the car is ready”.'
        }
        placeholder="Describe it in a sentence or two"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={MAX_TEXT}
        value={task}
        onChange={(event) => setTask(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        error={start.error?.message}
      />
      <Button type="submit" leftSection={<IconPlayerPlay size={17} aria-hidden />} loading={start.isPending} disabled={task.trim() === ''}>
        Start the task
      </Button>
    </form>
  );
}
