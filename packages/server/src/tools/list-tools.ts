import type { AnyTool, Json, Principal } from '@countersign/core';
import { isApprovalRequired, type RouteReply, type ToolView, toInputSchema } from '@countersign/core/internal';
import type { Context } from '../context.ts';

/** The tools whose permission the principal holds, as they stand in the contracts. */
export async function listTools(ctx: Context, principal: Principal): Promise<RouteReply<'listTools'>> {
  const tools = [...ctx.registry.tools.values()];
  const permitted = await Promise.all(tools.map((tool) => ctx.options.can(principal, tool.permission)));
  return { tools: tools.filter((_, index) => permitted[index]).map(toToolView) };
}

function toToolView(tool: AnyTool): ToolView {
  const { name, description, version, risk, effect, reach, permission } = tool;
  const inputSchema = toInputSchema(tool.input) as Json;
  return { name, description, version, risk, effect, reach, permission, inputSchema, needsApproval: isApprovalRequired(tool) };
}
