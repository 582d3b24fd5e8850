import { createClient } from '@countersign/react/client';

/** Type checked only: shows that the browser's packages can be installed and their types read. */
export const client = createClient;
