import { Button, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { NoteView } from '../../shared/note.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useCan } from '../auth/me-query.ts';
import record from '../ui/record-page.module.css';
import { NoteItem } from './note-item.tsx';
import { PagedCard } from './paged-card.tsx';
import classes from './story.module.css';
import { notesQuery, type StoryOf } from './story-queries.ts';

/** What the team noted on a record, each with who wrote it. Clients never see it. */
export function RecordNotes({ recordType, recordId }: StoryOf) {
  const canWrite = useCan('notes:write');
  const query = useInfiniteQuery(notesQuery({ recordType, recordId }));
  const notes = query.data?.pages.flatMap((one) => one.notes) ?? [];
  return (
    <section className={record.card} aria-labelledby="team-notes-title">
      <h2 id="team-notes-title">Team notes</h2>
      {canWrite && <NewNote recordType={recordType} recordId={recordId} />}
      <PagedCard noun="notes" query={query} shown={notes.length} empty="No notes yet. Only the team of the shop sees what is written here.">
        <ul className={classes.notes} aria-label="Team notes">
          {notes.map((note) => (
            <li key={note.id} className={classes.note}>
              <NoteItem note={note} />
            </li>
          ))}
        </ul>
      </PagedCard>
    </section>
  );
}

function NewNote({ recordType, recordId }: StoryOf) {
  const [body, setBody] = useState('');
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (text: string) => request(NoteView, '/api/notes', { method: 'POST', body: { recordType, recordId, body: text } }),
    onSuccess: () => {
      setBody('');
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'notes' || queryKey[0] === 'activity' });
    },
  });
  const text = body.trim();
  const add = () => {
    if (text !== '' && !isPending) mutate(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add();
  };
  return (
    <form className={classes.write} aria-label="New note" onSubmit={submit}>
      <Textarea
        aria-label="Write a note for the team"
        placeholder="Write a note for the team"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4_000}
        value={body}
        error={error ? toSentence(error) : undefined}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([['mod+Enter', add]])}
      />
      {(text !== '' || isPending) && (
        <Button type="submit" size="xs" loading={isPending}>
          Add note
        </Button>
      )}
    </form>
  );
}
