import { type Agent, type AnyTool, type ErrorBody, type ProposedCall, toErrorBody } from '@countersign/core';
import type { Registry } from '../registry.ts';
import type { Call } from '../runs/run.ts';
import { canonicalHash } from '../store/canonical-hash.ts';

/** A call whose tool is known and whose input parses, or the reason why not. Steps 1 and 2 of disposing; no I/O. */
export type ParsedCall =
  | { ok: true; tool: AnyTool; raw: unknown; input: unknown; inputHash: string; repaired?: string }
  | { ok: false; tool?: AnyTool; raw: unknown; error: ErrorBody };

/** The tools that a call may name. */
interface Tools {
  registry: Registry;
  agent: Agent;
}

/** Finds the tool and parses the input. A known wrong shape (nested where flat was asked, or JSON in a string) is repaired and noted. */
function parseCall({ registry, agent }: Tools, call: ProposedCall): ParsedCall {
  const tool = registry.findTool(agent, call.tool);
  if (!tool) {
    const nearest = registry.findNearest(agent, call.tool);
    const hint = nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : '';
    return { ok: false, raw: call.input, error: toErrorBody('unknown_tool', `There is no tool "${call.tool}".${hint}`, { nearest }) };
  }
  for (const shape of shapesOf(tool, call.input)) {
    const parsed = tool.input.safeParse(shape.input);
    if (!parsed.success) continue;
    const inputHash = canonicalHash({ tool: tool.name, version: tool.version, input: parsed.data });
    const ok = { ok: true, tool, raw: shape.input, input: parsed.data, inputHash } as const;
    return shape.repaired === undefined ? ok : { ...ok, repaired: shape.repaired };
  }
  const failure = tool.input.safeParse(call.input);
  const issues = (failure.error?.issues ?? []).map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const where = issues.map((issue) => `${issue.path || 'input'}: ${issue.message}`).join('; ');
  return { ok: false, tool, raw: call.input, error: toErrorBody('invalid_input', `The input of ${tool.name} is not valid. ${where}`, { issues }) };
}

/** A proposed call as it is worked on: parsed, or with the reason why it cannot be. */
export function toCall({ registry, agent }: Tools, call: ProposedCall, place: Pick<Call, 'stepIndex' | 'callIndex'>): Call {
  const parsed = parseCall({ registry, agent }, call);
  return {
    ...place,
    toolName: call.tool,
    tool: parsed.tool,
    contractVersion: parsed.tool?.version ?? 0,
    status: 'proposed',
    raw: parsed.raw ?? null,
    input: parsed.ok ? parsed.input : undefined,
    inputHash: parsed.ok ? parsed.inputHash : null,
    repaired: parsed.ok ? parsed.repaired : undefined,
    intentKey: null,
    generation: 0,
    output: undefined,
    error: parsed.ok ? undefined : parsed.error,
    isReplayed: false,
    allowedBy: null,
    title: undefined,
    impact: undefined,
    startedAt: undefined,
    deadlineAt: undefined,
    repeats: 0,
  };
}

function* shapesOf(tool: AnyTool, input: unknown): Generator<{ input: unknown; repaired?: string }> {
  yield { input };
  if (typeof input === 'string') {
    const value = parseJson(input);
    if (value !== undefined) yield { input: value, repaired: 'json_string' };
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return;
  const keys = Object.keys(input);
  for (const wrapper of ['input', 'arguments', 'args', 'parameters', tool.name]) {
    if (keys.length === 1 && keys[0] === wrapper) yield { input: (input as Record<string, unknown>)[wrapper], repaired: `unwrapped_${wrapper}` };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the original, unrepaired shape is reported.
  }
}
