import { createServer } from 'node:http';
import { toNodeHandler } from '@countersign/server/node';
import { announce } from './announce.ts';
import { startNotes } from './notes.ts';

const { countersign, stop } = await startNotes();
const server = createServer(toNodeHandler(countersign.handler)).listen(0, '127.0.0.1', () => announce(server, stop));
