import { ToolList } from '@countersign/core';
import { defineRoute } from './route.ts';

export const listTools = defineRoute({
  method: 'get',
  path: '/tools',
  operationId: 'listTools',
  tag: 'tools',
  summary: 'What the agents can do for you',
  status: 200,
  reply: ToolList,
  replyDescription: 'The tools you may use now.',
  replyExample: {
    tools: [
      {
        name: 'find_clients',
        description: 'Find clients by name, phone or email.',
        version: 1,
        risk: 'safe',
        effect: 'none',
        reach: 'internal',
        permission: 'clients:read',
        inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
        needsApproval: false,
      },
    ],
  },
  errors: [],
  handle: async ({ runtime }, { principal }) => ({ tools: await runtime.listTools(principal) }),
});
