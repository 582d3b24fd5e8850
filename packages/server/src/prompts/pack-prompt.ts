import type { LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Agent, CallResult, Principal, SessionView } from '@countersign/core';
import { canonicalJson, fenceData } from './fence-data.ts';
import { hashText, type Section, type SectionName, sectionNames, toSection } from './hash-section.ts';
import { toPolicyText } from './policy-text.ts';
import { readSession } from './read-session.ts';
import { renderPrompt } from './render-prompt.ts';
import { toModelTools } from './to-model-tools.ts';

/** All a prompt is made of. Equal data gives equal bytes, on every worker and at every time. */
export interface PromptData {
  readonly agent: Agent;
  readonly principal: Principal;
  /** What the user or the task asks for, in their own words. */
  readonly request: string;
  readonly runId: string;
  readonly view: SessionView;
  readonly now: Date;
  /** Results of this run, oldest first. */
  readonly results: readonly CallResult[];
  /** Whether this turn may still change something, and how often. */
  readonly mutations: 'unlimited' | 'one' | 'none';
}

export interface PackedPrompt {
  readonly prompt: LanguageModelV4Prompt;
  readonly tools: readonly LanguageModelV4FunctionTool[];
  /** To be stored under their hashes. The results are not among them: they are in the run's rows already. */
  readonly sections: readonly Section[];
  /** SHA-256 over everything the model is sent, results included. */
  readonly hash: string;
}

/** Packs a prompt. Pure; every text that is not the host's or the user's own request goes in as fenced data. */
export function packPrompt(data: PromptData): PackedPrompt {
  const { agent, view, results } = data;
  const tools = toModelTools(agent, data.mutations !== 'none');
  const session = readSession(view, data.runId);
  const bodies: Record<SectionName, string> = {
    role: toRole(agent),
    policy: toPolicyText(data.mutations),
    tools: canonicalJson(tools),
    examples: toExamples(agent),
    memory: canonicalJson({ messages: session.messages, facts: session.facts.length > 0 ? fenceData('earlier', session.facts) : '' }),
    panels: session.panels.length > 0 ? fenceData('open_forms', session.panels) : '',
    record: session.record === null ? '' : fenceData('active_record', session.record),
    user: fenceData('user', { name: data.principal.displayName ?? data.principal.userId, roles: data.principal.roles }),
    clock: fenceData('now', toClock(data.now, data.principal.timeZone)),
    request: data.request,
  };
  const prompt = renderPrompt(bodies, results);
  return { prompt, tools, sections: sectionNames.map((name) => toSection(name, bodies[name])), hash: hashText(canonicalJson({ prompt, tools })) };
}

function toRole(agent: Agent): string {
  const role = `You are "${agent.name}", an assistant inside a software product. ${agent.description}`;
  return [role, agent.instructions, `You act for the user named in the data, and with that user's permissions only.`]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** A few of the sentences people say here, so that the model learns what the product is for. */
function toExamples(agent: Agent): string {
  const lines = agent.intents.map(
    ({ title, examples }) =>
      `- ${title}: ${examples
        .slice(0, 2)
        .map((example) => `"${example}"`)
        .join(', ')}`,
  );
  return lines.length > 0 ? `People here ask for things such as:\n${lines.join('\n')}` : '';
}

/** Day, weekday and time of day in the tenant's zone. Formatted by parts, since locale data may change between versions. */
function toClock(now: Date, timeZone: string): { date: string; weekday: string; time: string; timeZone: string } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  } as Intl.DateTimeFormatOptions);
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { date: `${parts.year}-${parts.month}-${parts.day}`, weekday: parts.weekday ?? '', time: `${parts.hour}:${parts.minute}`, timeZone };
}
