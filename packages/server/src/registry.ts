import { type Agent, type AnyTool, CountersignError } from '@countersign/core';

/** Agents and their tools by name. */
export interface Registry {
  agents: ReadonlyMap<string, Agent>;
  tools: ReadonlyMap<string, AnyTool>;
  /** The tool when the agent has it. */
  findTool(agent: Agent, name: string): AnyTool | undefined;
  /** Names of the agent's tools that a misspelt name may have meant, nearest first. */
  findNearest(agent: Agent, name: string): string[];
}

/** Builds the registry. @throws {CountersignError} `invalid_options` when two different tools or two agents share a name */
export function createRegistry(agents: readonly Agent[]): Registry {
  const byName = new Map<string, Agent>();
  const tools = new Map<string, AnyTool>();
  const ofAgent = new Map<string, Map<string, AnyTool>>();
  for (const agent of agents) {
    if (byName.has(agent.name)) throw new CountersignError('invalid_options', `Two agents are named "${agent.name}".`);
    byName.set(agent.name, agent);
    ofAgent.set(agent.name, new Map(agent.tools.map((tool) => [tool.name, tool])));
    for (const tool of agent.tools) {
      if (tools.has(tool.name) && tools.get(tool.name) !== tool) throw new CountersignError('invalid_options', `Two tools are named "${tool.name}".`);
      tools.set(tool.name, tool);
    }
  }
  return {
    agents: byName,
    tools,
    findTool: (agent, name) => ofAgent.get(agent.name)?.get(name),
    findNearest: (agent, name) => nearest(name, [...(ofAgent.get(agent.name)?.keys() ?? [])]),
  };
}

/** Up to three names within an edit distance of half the name's length. */
function nearest(name: string, candidates: string[]): string[] {
  const limit = Math.max(2, Math.ceil(name.length / 2));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.slice(0, 64), candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
