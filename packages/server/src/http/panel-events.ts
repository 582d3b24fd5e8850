import { EventAccepted, PanelEvent } from '@countersign/core/internal';
import { defineRoute } from './route.ts';

export const recordPanelEvent = defineRoute({
  method: 'post',
  path: '/sessions/{id}/panel-events',
  operationId: 'recordPanelEvent',
  tag: 'sessions',
  summary: 'Report what happened to a panel',
  description:
    'What the user interface knows: a panel opened or closed, which fields of a patch were applied, what the user typed. That a record was saved is for the host to tell, not for the browser.',
  body: PanelEvent,
  bodyExample: { type: 'panel.patch', key: 'panel-1', fields: { firstName: 'applied', phone: 'skipped_user_touched' } },
  status: 202,
  reply: EventAccepted,
  replyDescription: 'The event is in the log under `seq`.',
  replyExample: { seq: 4 },
  errors: ['conflict'],
  handle: ({ runtime }, { principal, id, body }) => runtime.recordPanelEvent(principal, id, body),
});
