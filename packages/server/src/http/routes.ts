import { type OperationId, routes as shapes } from '@countersign/core/internal';
import { alertEndpoints } from './alerts.ts';
import { approvalEndpoints } from './approvals.ts';
import type { Endpoints, ServedRoute } from './endpoint.ts';
import { grantEndpoints } from './grants.ts';
import { policyEndpoints } from './policies.ts';
import { runEndpoints } from './runs.ts';
import { sessionEndpoints } from './sessions.ts';
import { switchEndpoints } from './switches.ts';
import { toolEndpoints } from './tools.ts';

const endpoints: Endpoints = {
  ...sessionEndpoints,
  ...runEndpoints,
  ...approvalEndpoints,
  ...grantEndpoints,
  ...policyEndpoints,
  ...switchEndpoints,
  ...alertEndpoints,
  ...toolEndpoints,
};

/** Core's list, every route with its endpoint. The handler serves it, the OpenAPI document describes it, `countersign.api` calls it; there is no other list. */
export const routes: readonly ServedRoute[] = (Object.keys(shapes) as OperationId[]).map((operationId) => ({
  operationId,
  ...shapes[operationId],
  ...endpoints[operationId],
}));
