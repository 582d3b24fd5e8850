/** What can be switched off: a tool, an agent, all agents of a tenant, or everything, which is the operator's alone. */
export const switchKinds = ['tool', 'agent', 'tenant', 'everything'] as const;

/** The name of the switch with which a tenant stops all its agents. The operator's for that tenant has none: neither lifts the other. */
export const OWN_TENANT = 'own';

/** Something that is switched off: who did it and why goes into every refusal. */
export interface KillSwitch {
  kind: (typeof switchKinds)[number];
  /** The tool's or the agent's; `own` for all agents of a tenant, by itself; empty for what the operator has set. */
  name: string;
  setBy: string;
  reason: string;
}

/**
 * The switch that stops a call, widest first; one of a tool is asked last, since the others stop the whole run. Pure.
 *
 * @example findSwitch([{ kind: 'tool', name: 'send', … }], { agent: 'copilot', tool: 'send' }) // → that switch
 */
export function findSwitch(off: readonly KillSwitch[], { agent, tool }: { agent: string; tool?: string }): KillSwitch | undefined {
  const stops: Record<KillSwitch['kind'], (name: string) => boolean> = {
    everything: () => true,
    tenant: () => true,
    agent: (name) => name === agent,
    tool: (name) => name === tool,
  };
  return (['everything', 'tenant', 'agent', 'tool'] as const).flatMap((kind) => off.filter((one) => one.kind === kind && stops[kind](one.name)))[0];
}

/** What a switch says to whoever it stops. */
export function explainSwitch({ kind, name, setBy, reason }: KillSwitch): string {
  const what = { tool: `The tool ${name} is`, agent: `The agent ${name} is`, tenant: 'The agents of this organisation are', everything: 'All agents are' }[
    kind
  ];
  return `${what} switched off by ${setBy}: ${reason}`;
}
