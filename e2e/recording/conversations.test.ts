import { compareThemes } from './compare-themes.ts';
import { models } from './scenarios/models.ts';
import { panels } from './scenarios/panels.ts';
import { questions } from './scenarios/questions.ts';
import { requests } from './scenarios/requests.ts';
import { roles } from './scenarios/roles.ts';
import { tenants } from './scenarios/tenants.ts';

compareThemes([requests, questions, panels, roles, tenants, models]);
