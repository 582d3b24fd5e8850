import type { Membership } from '../auth/find-membership.ts';

/** What a request carries through the app. */
export interface AppEnv {
  Bindings: {
    /** Address of the connection, when there is one (tests have none). */
    ip?: string;
  };
  Variables: {
    /** Who is signed in; set for every route under /api but the sign-in itself. */
    member: Membership;
  };
}
