import type { Json } from '@countersign/core';
import type { PackedPrompt } from '../../prompts/pack-prompt.ts';
import type { ModelTrace, ProposerTurn } from '../proposer.ts';
import type { ModelReply } from './collect-reply.ts';
import type { Attempt, ModelGateway, Tier } from './model-gateway.ts';

/** Why a reply could not be used as it was. */
export type Defect = 'empty' | 'length' | 'refused';

/** What came of asking: a usable reply, one with a defect, or none. */
export type Asked = {
  attempts: Attempt[];
  replies: ModelReply[];
} & (
  | { type: 'replied'; model: string; reply: ModelReply }
  | { type: 'defect'; model: string; reply: ModelReply; defect: Defect }
  | { type: 'none'; reason: 'unreachable' | 'over_budget' }
);

/**
 * Asks the gateway, and once more where the reply is empty or was cut off by its length limit, then with twice the room. A
 * refusal is an answer and is not asked for again.
 */
export async function askTwice(gateway: ModelGateway, tier: Tier, packed: PackedPrompt, turn: ProposerTurn): Promise<Asked> {
  if (!turn.budget) throw new Error('This turn has no budget, so no model may be called.');
  const attempts: Attempt[] = [];
  const replies: ModelReply[] = [];
  const { prompt, tools } = packed;
  for (let round = 1; ; round += 1) {
    const maxOutputTokens = gateway.maxOutputTokens[tier] * round;
    const answer = await gateway.ask({ tier, prompt, tools, maxOutputTokens, budget: turn.budget, signal: turn.signal });
    attempts.push(...answer.attempts);
    if (!answer.ok) return { attempts, replies, type: 'none', reason: answer.reason };
    const { model, reply } = answer;
    replies.push(reply);
    const defect = findDefect(reply);
    if (!defect) return { attempts, replies, type: 'replied', model, reply };
    if (defect === 'refused' || round === 2) return { attempts, replies, type: 'defect', model, reply, defect };
  }
}

function findDefect(reply: ModelReply): Defect | undefined {
  if (reply.end === 'refused') return 'refused';
  if (reply.end === 'length') return 'length';
  return reply.text.trim() === '' && reply.calls.length === 0 ? 'empty' : undefined;
}

/** What the step keeps of it: by these hashes and the run's own results the prompt can be read again as it was. */
export function toTrace(packed: PackedPrompt, asked: Asked, results: number, extra: Record<string, Json>): ModelTrace {
  const call = {
    promptHash: packed.hash,
    sections: packed.sections.map(({ name, hash }) => ({ name, hash })),
    results,
    attempts: asked.attempts,
    replies: asked.replies,
    ...extra,
  };
  return { sections: packed.sections, call: JSON.parse(JSON.stringify(call)) as Json };
}
