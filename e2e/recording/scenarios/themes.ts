import type { Theme } from '../scenario.ts';
import { approvals } from './approvals.ts';
import { failures } from './failures.ts';
import { models } from './models.ts';
import { panels } from './panels.ts';
import { policies } from './policies.ts';
import { questions } from './questions.ts';
import { recovery } from './recovery.ts';
import { requests } from './requests.ts';
import { roles } from './roles.ts';
import { switches } from './switches.ts';
import { tasks } from './tasks.ts';
import { tenants } from './tenants.ts';

/** Those that wait for a deadline come first: the others are played meanwhile. */
export const themes: readonly Theme[] = [recovery, switches, tasks, requests, questions, panels, approvals, policies, roles, tenants, failures, models];
