import { startNotes } from '../../../notes.ts';

export const dynamic = 'force-dynamic';

// Next loads route modules while it builds; the host starts with the first request instead.
let notes;

async function handle(request) {
  notes ??= startNotes();
  return (await notes).countersign.handler(request);
}

export { handle as GET, handle as POST };
