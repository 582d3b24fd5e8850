import { CountersignError, Identity, Principal } from '@countersign/core';
import { z } from 'zod';
import type { ResolvedOptions } from '../options.ts';

/** Who a request comes from, before the host was asked what this person may do. */
export interface Identified {
  readonly identity: Identity;
  /** One string per person; tenants cannot collide in it. */
  readonly key: string;
}

/** A host may hang more on its principals than we know; it gets it back untouched. */
const HostPrincipal = z.looseObject(Principal.shape);

/**
 * Asks the host who sent a request.
 *
 * A host that cannot tell (its session store is down, it throws) is answered with `unavailable`: nobody is let in, and
 * nobody is told to sign in again either. A CountersignError the host throws passes through.
 *
 * @throws {CountersignError} `unauthenticated`, `unavailable`
 */
export async function identify(options: ResolvedOptions, request: Request): Promise<Identified> {
  const answer = await ask(options, 'authenticate', () => options.authenticate(request));
  if (answer === null || answer === undefined) throw new CountersignError('unauthenticated', 'You are not signed in. Sign in and repeat the request.');
  const identity = Identity.safeParse(answer);
  if (!identity.success) throw new Error(`The host's authenticate returned no { tenantId, userId }: ${z.prettifyError(identity.error)}`);
  return { identity: identity.data, key: JSON.stringify([identity.data.tenantId, identity.data.userId]) };
}

/**
 * Asks the host for the principal of an identity, anew at every request: roles change while people stay signed in.
 *
 * @throws {CountersignError} `permission_denied` when the person may do nothing any more, `unavailable`
 */
export async function requirePrincipal(options: ResolvedOptions, identity: Identity): Promise<Principal> {
  const answer = await ask(options, 'resolvePrincipal', () => options.resolvePrincipal(identity));
  if (answer === null || answer === undefined)
    throw new CountersignError('permission_denied', 'Your account may not use the agent. Ask an administrator of your organisation.');
  const principal = HostPrincipal.safeParse(answer);
  if (!principal.success) throw new Error(`The host's resolvePrincipal returned no principal: ${z.prettifyError(principal.error)}`);
  const { tenantId, userId } = principal.data;
  if (tenantId !== identity.tenantId || userId !== identity.userId) throw new Error("The host's resolvePrincipal returned the principal of somebody else.");
  return principal.data;
}

async function ask<T>(options: ResolvedOptions, name: string, question: () => T | Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    options.logger.error({ hook: name, err: cause }, `the host's ${name} threw`);
    throw new CountersignError('unavailable', 'Who you are cannot be checked at the moment. Try again shortly.', { cause });
  }
}
