import { tmpdir } from 'node:os';
import path from 'node:path';

/** Dozens of processes load the same modules: compiled once, they start in half the time. */
export const compileCache = { NODE_COMPILE_CACHE: path.join(tmpdir(), 'countersign-e2e-modules') };
