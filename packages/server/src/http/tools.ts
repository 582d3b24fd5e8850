import { listTools } from '../tools/list-tools.ts';
import type { Endpoints } from './endpoint.ts';

export const toolEndpoints = {
  listTools: {
    tag: 'tools',
    summary: 'What the agents can do for you',
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
    run: listTools,
  },
} satisfies Partial<Endpoints>;
