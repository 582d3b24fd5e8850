import { toNodeHandler } from '@countersign/server/node';
import express from 'express';
import { announce } from './announce.ts';
import { startNotes } from './notes.ts';

const { countersign, stop } = await startNotes();
const app = express();
app.use('/agent', toNodeHandler(countersign.handler));
const server = app.listen(0, '127.0.0.1', () => announce(server, stop));
