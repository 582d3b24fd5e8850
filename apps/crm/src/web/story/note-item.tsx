import { ActionIcon, Button, Group, Menu, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDotsVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { NoteView } from '../../shared/note.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useMe } from '../auth/me-query.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { formatMoment } from '../ui/format-time.ts';
import classes from './story.module.css';

/** One note; its author and owners change and delete it here. */
export function NoteItem({ note }: { note: NoteView }) {
  const { timeZone } = useMe().shop;
  const [isEditing, setEditing] = useState(false);
  const { author, body, canChange, createdAt, updatedAt } = note;
  if (isEditing) return <EditNote note={note} onDone={() => setEditing(false)} />;
  return (
    <>
      <div className={classes.noteHead}>
        <p className={classes.by}>
          <strong>{author}</strong>
          <time dateTime={createdAt}>{formatMoment(createdAt, timeZone)}</time>
          {updatedAt && <span title={formatMoment(updatedAt, timeZone)}>changed since</span>}
        </p>
        {canChange && <NoteMenu note={note} onEdit={() => setEditing(true)} />}
      </div>
      <p className={classes.noteBody}>{body}</p>
    </>
  );
}

/** What changes with a note: the notes and what is told of them. */
function useNotesAgain(): () => void {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'notes' || queryKey[0] === 'activity' });
}

function NoteMenu({ note, onEdit }: { note: NoteView; onEdit: () => void }) {
  const confirm = useConfirm();
  const again = useNotesAgain();
  const { mutate } = useMutation({
    mutationFn: () => request(z.null(), `/api/notes/${note.id}`, { method: 'DELETE' }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not deleted', message: toSentence(error) }),
    onSettled: again,
  });
  const remove = async () => {
    const question = { title: 'Delete the note?', text: 'It is gone for the whole team, and cannot be brought back.', yes: 'Delete note', no: 'Keep it' };
    if (await confirm(question)) mutate();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More about the note by ${note.author}`}>
          <IconDotsVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => void remove()}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function EditNote({ note, onDone }: { note: NoteView; onDone: () => void }) {
  const [body, setBody] = useState(note.body);
  const again = useNotesAgain();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (text: string) => request(NoteView, `/api/notes/${note.id}`, { method: 'PATCH', body: { version: note.version, body: text } }),
    onSuccess: onDone,
    onSettled: again,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body.trim() !== '') mutate(body.trim());
  };
  return (
    <form aria-label="Edit note" onSubmit={submit}>
      <Textarea
        aria-label="Note"
        autosize
        minRows={2}
        maxRows={12}
        maxLength={4_000}
        data-autofocus
        autoFocus
        value={body}
        error={error ? toSentence(error) : undefined}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" size="xs" loading={isPending} disabled={body.trim() === ''}>
          Save note
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
