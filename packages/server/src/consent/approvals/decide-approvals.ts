import { CountersignError, isFinal, type Principal, type RunStatus } from '@countersign/core';
import type { DecideApprovals, RouteReply } from '@countersign/core/internal';
import type { Context } from '../../context.ts';
import type { Sql } from '../../store/database.ts';
import { giveGrants } from './give-grants.ts';
import { mayDecide, OWN } from './may-decide.ts';
import { findRequest, type ItemRow, type RequestRow, readItems, toApprovalView } from './read-requests.ts';
import { type SettledItem, settleItems } from './settle-items.ts';

type Decision = DecideApprovals['decisions'][number];

/**
 * Records a human's decisions, item by item. An item is decided once; deciding it again the same way is answered with the
 * same result, another way with `already_decided`. When no item is left open the run goes back to work.
 *
 * @throws {CountersignError} `not_found`, `permission_denied`, `already_decided`, `expired`, `invalid_request`
 */
export async function decideApprovals(ctx: Context, principal: Principal, input: DecideApprovals): Promise<RouteReply<'decideApprovals'>> {
  const { tenantId } = principal;
  const before = await ctx.tenant(tenantId, (sql) => readRequest(sql, tenantId, input.requestId));
  await requirePermission(ctx, principal, before);
  requireFitting(before, input.decisions);
  await requireMayGrant(ctx, principal, { items: before.items, decisions: input.decisions });
  const { approval, runId, sessionId } = await ctx.tenant(tenantId, (sql) => decide(ctx, sql, { principal, input }));
  ctx.notify(tenantId, sessionId);
  ctx.wake(tenantId, runId);
  return { approval };
}

async function readRequest(sql: Sql, tenantId: string, requestId: string): Promise<{ request: RequestRow; items: ItemRow[] }> {
  const request = await findRequest(sql, tenantId, requestId);
  if (!request) throw new CountersignError('not_found', `There is no approval request ${requestId}.`);
  return { request, items: await readItems(sql, tenantId, [requestId]) };
}

/** Who may decide is asked for every item, those of others in the request too: half a card is no card to decide on. */
async function requirePermission(ctx: Context, principal: Principal, { request, items }: { request: RequestRow; items: readonly ItemRow[] }): Promise<void> {
  for (const item of items) {
    if (await mayDecide(ctx, principal, { request, item })) continue;
    throw new CountersignError('permission_denied', await toWhyNot(ctx, principal, { request, item }));
  }
}

async function toWhyNot(ctx: Context, principal: Principal, { request, item }: Omit<Deciding, 'runStatus'>): Promise<string> {
  const { roles, excludesRequester } = item.approvers;
  if (excludesRequester && principal.userId === request.requested_by) return `${item.tool} is decided on by somebody else than who asked for it.`;
  const missing = roles.find((list) => !list.some((role) => principal.roles.includes(role)));
  if (missing) return `Deciding on ${item.tool} needs the role ${missing.map((role) => `"${role}"`).join(' or ')}, which you do not have.`;
  if (item.permission !== OWN && (await ctx.options.can(principal, item.permission)))
    return `Deciding on this call of ${item.tool} takes more than you may do yourself: somebody has to decide who may do exactly this.`;
  return `Deciding on ${item.tool} needs the permission "${item.permission}", which you do not have.`;
}

/** A yes for the whole tenant outlives the run and its reader: it needs a permission of its own. */
async function requireMayGrant(
  ctx: Context,
  principal: Principal,
  { items, decisions }: { items: readonly ItemRow[]; decisions: readonly Decision[] },
): Promise<void> {
  for (const { itemId, decision, scope } of decisions) {
    if (scope === undefined || scope === 'once') continue;
    const item = items.find((candidate) => candidate.id === itemId);
    if (decision !== 'approve') throw new CountersignError('invalid_request', 'Only an approval has a scope.');
    if (!item?.grant_conditions || !item.grant_scopes.includes(scope))
      throw new CountersignError('invalid_request', `"${item?.title}" can be approved for this one call only.`);
    if (scope === 'tenant' && !(await ctx.options.can(principal, 'grants:write', item.input)))
      throw new CountersignError('permission_denied', 'Approving for everybody needs the permission "grants:write", which you do not have.');
  }
}

function requireFitting({ request, items }: { request: RequestRow; items: readonly ItemRow[] }, decisions: readonly Decision[]): void {
  const known = new Set(items.map((item) => item.id));
  const seen = new Set<string>();
  for (const { itemId, decision } of decisions) {
    if (!known.has(itemId)) throw new CountersignError('not_found', `The request has no item ${itemId}.`);
    if (seen.has(itemId)) throw new CountersignError('invalid_request', `Item ${itemId} is decided twice in one request.`);
    seen.add(itemId);
    const isDoubtAnswer = decision === 'happened' || decision === 'not_happened';
    if (isDoubtAnswer !== (request.kind === 'doubt')) {
      const fitting = request.kind === 'doubt' ? '"happened" or "not_happened"' : '"approve" or "deny"';
      throw new CountersignError('invalid_request', `This request is answered with ${fitting}, not with "${decision}".`);
    }
  }
}

const statusOf = { approve: 'approved', deny: 'denied', happened: 'happened', not_happened: 'not_happened' } as const;

/** The run is locked first, as everywhere: run, then calls and items, then session. */
const lockRun = /* sql */ `select status from countersign.runs where tenant_id = $1 and id = $2 for no key update`;

async function decide(ctx: Context, sql: Sql, { principal, input }: { principal: Principal; input: DecideApprovals }) {
  const { tenantId } = principal;
  const first = await readRequest(sql, tenantId, input.requestId);
  const { rows } = await sql<{ status: RunStatus }>(lockRun, [tenantId, first.request.run_id]);
  const { request, items } = await readRequest(sql, tenantId, input.requestId);
  const open: SettledItem[] = [];
  for (const { itemId, decision, reason, scope } of input.decisions) {
    const item = items.find((candidate) => candidate.id === itemId) as ItemRow;
    const isSame = item.status === statusOf[decision] && (decision !== 'approve' || item.scope === (scope ?? 'once'));
    if (isSame && item.decided_by === principal.userId) continue;
    requireOpen({ request, item, runStatus: rows[0]?.status }, ctx.options.clock());
    open.push({ item, status: statusOf[decision], decidedBy: principal.userId, ...(reason !== undefined && { reason }), ...(scope && { scope }) });
  }
  if (open.length > 0) {
    await settleItems(ctx, sql, { tenantId, request, items, settled: open, who: principal.displayName ?? principal.userId });
    await giveGrants(sql, principal, open);
  }
  const after = await readRequest(sql, tenantId, input.requestId);
  return { approval: toApprovalView(after.request, after.items), runId: request.run_id, sessionId: request.session_id };
}

interface Deciding {
  request: RequestRow;
  item: ItemRow;
  runStatus: RunStatus | undefined;
}

function requireOpen({ request, item, runStatus }: Deciding, now: Date): void {
  if (item.status === 'expired' || (request.expires_at && request.expires_at <= now)) {
    throw new CountersignError('expired', `The approval of "${item.title}" has expired. Ask for the action again.`);
  }
  if (item.status !== 'pending')
    throw new CountersignError('already_decided', `"${item.title}" has been decided already: ${item.status}.`, { details: { status: item.status } });
  if (request.kind === 'call' && (runStatus === undefined || isFinal(runStatus)))
    throw new CountersignError('conflict', 'The run that asked for this has ended.');
}
