import { availableParallelism } from 'node:os';

/** So many browser test files run at a time, each against an app of its own: a browser and its app keep a core busy. */
export const laneCount = Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2)));
