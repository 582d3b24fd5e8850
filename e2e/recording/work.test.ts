import { compareThemes } from './compare-themes.ts';
import { approvals } from './scenarios/approvals.ts';
import { failures } from './scenarios/failures.ts';
import { policies } from './scenarios/policies.ts';
import { recovery } from './scenarios/recovery.ts';
import { switches } from './scenarios/switches.ts';
import { tasks } from './scenarios/tasks.ts';

// Those that wait for a deadline come first: the others are played meanwhile.
compareThemes([recovery, switches, tasks, approvals, policies, failures]);
