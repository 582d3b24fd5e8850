import { z } from 'zod';

// The page's content policy forbids to evaluate text as code. Zod tries when the first schema is made, and every visit would
// leave a violation in the console; so this runs before any other module.
z.config({ jitless: true });
