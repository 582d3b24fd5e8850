import type { JSONSchema7, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import type { Agent, AnyTool, PanelOffer } from '@countersign/core';
import { toInputSchema } from '@countersign/core/internal';
import { z } from 'zod';

/** Asking the user is no tool of the host: it becomes a question in the conversation. */
export const askUserInput = z.object({
  question: z.string().trim().min(1).max(500),
  choices: z
    .array(z.object({ label: z.string().trim().min(1).max(200), detail: z.string().max(300).optional() }))
    .max(8)
    .default([])
    .describe('The candidates, where there are some: the user picks one.'),
});
export const ASK_USER = 'ask_user';

/** The name under which a model opens a panel. */
export const toPanelTool = (panel: Pick<PanelOffer, 'name'>) => `open_${panel.name.replaceAll(/[^a-zA-Z0-9_]/g, '_')}_form`.slice(0, 64);

/** What a call that opens a panel looks like. */
export function toPanelInput(panel: PanelOffer) {
  return z.object({
    recordId: z.string().max(200).optional().describe('The record to change. Leave it out for a new one.'),
    fields: panel.fields.partial().default({}).describe('What to fill in. Leave out what was not said.'),
  });
}

/**
 * The tools a model is offered, generated from the contracts: those with an effect only while the turn may change something.
 * Names of the host win over ours.
 */
export function toModelTools(agent: Pick<Agent, 'tools' | 'panels'>, mayMutate: boolean): LanguageModelV4FunctionTool[] {
  const tools = agent.tools.filter((tool) => mayMutate || tool.effect === 'none').map(toModelTool);
  const panels = mayMutate
    ? agent.panels.map((panel) => toFunction(toPanelTool(panel), `Open a form for the user to check and save. ${panel.description}`, toPanelInput(panel)))
    : [];
  const ask = toFunction(ASK_USER, 'Ask the user one short question. Use when something is missing or fits several records.', askUserInput);
  const taken = new Set(agent.tools.map((tool) => tool.name));
  return [...tools, ...[...panels, ask].filter(({ name }) => !taken.has(name))];
}

function toModelTool(tool: AnyTool): LanguageModelV4FunctionTool {
  const approval = tool.risk === 'destructive' || tool.risk === 'irreversible' ? ' A human approves it before it happens.' : '';
  return toFunction(tool.name, tool.description + approval, tool.input);
}

function toFunction(name: string, description: string, input: z.ZodType): LanguageModelV4FunctionTool {
  return { type: 'function', name, description, inputSchema: toObjectSchema(input) };
}

/** Providers take objects only; anything else is wrapped in `input`, which disposing unwraps again. */
function toObjectSchema(input: z.ZodType): JSONSchema7 {
  const { $schema: _dialect, ...schema } = toInputSchema(input, 'draft-7') as JSONSchema7;
  return schema.type === 'object' ? schema : { type: 'object', properties: { input: schema }, required: ['input'], additionalProperties: false };
}
