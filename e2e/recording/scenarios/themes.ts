import type { Theme } from '../scenario.ts';
import { approvals } from './approvals.ts';
import { panels } from './panels.ts';
import { questions } from './questions.ts';
import { requests } from './requests.ts';

export const themes: readonly Theme[] = [requests, questions, panels, approvals];
