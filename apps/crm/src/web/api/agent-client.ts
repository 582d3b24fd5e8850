import { createClient } from '@countersign/react/client';

/** The agent as this page talks to it. It keeps no state, so queries may name it outside of components. */
export const agentClient = createClient({ baseUrl: '/agent' });
