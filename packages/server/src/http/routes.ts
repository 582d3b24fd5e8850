import { acknowledgeAlert, listAlerts } from './alerts.ts';
import { decideApprovals, listApprovals } from './approvals.ts';
import { listEvents } from './events.ts';
import { listGrants, revokeGrant } from './grants.ts';
import { postMessage } from './messages.ts';
import { recordPanelEvent } from './panel-events.ts';
import { getPolicies, savePolicies, tryPolicies } from './policies.ts';
import type { Route } from './route.ts';
import { cancelRun, getRun, listRuns, readPrompt, resumeRun, startRun } from './runs.ts';
import { createSession, listSessions } from './sessions.ts';
import { listSwitches, setSwitch } from './switches.ts';
import { listTools } from './tools.ts';

/** The whole interface. The handler serves it and the OpenAPI document describes it; there is no other list. */
export const routes: readonly Route[] = [
  createSession,
  listSessions,
  postMessage,
  recordPanelEvent,
  listEvents,
  startRun,
  listRuns,
  getRun,
  readPrompt,
  cancelRun,
  resumeRun,
  listApprovals,
  decideApprovals,
  listGrants,
  revokeGrant,
  getPolicies,
  savePolicies,
  tryPolicies,
  listSwitches,
  setSwitch,
  listAlerts,
  acknowledgeAlert,
  listTools,
];
