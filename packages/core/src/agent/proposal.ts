import { z } from 'zod';
import { UiNode } from '../session/events.ts';
import { PlannedProgress } from '../session/progress.ts';

/** A call a proposer wants made. The input is unchecked: disposing parses it. */
export const ProposedCall = z.object({ tool: z.string(), input: z.unknown() });
export type ProposedCall = z.infer<typeof ProposedCall>;

/** What a proposal cost. A proposal that cost something is committed before anything it asks for is done. */
export const Usage = z.object({
  model: z.string().optional(),
  inputTokens: z.int().nonnegative().default(0),
  outputTokens: z.int().nonnegative().default(0),
  costMicros: z.int().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;

/**
 * One proposal: what to show, which calls to make in order, and whether the work ends with it. Nothing in it can act.
 * A proposal without calls always ends the run.
 */
export const Proposal = z.object({
  /** Nodes shown before the calls are made: messages, questions, panels to open. */
  show: z.array(UiNode).default([]),
  calls: z.array(ProposedCall).max(100).default([]),
  /** True: when the calls are done the run is over and the proposer is not asked again. */
  isFinal: z.boolean().default(false),
  usage: Usage.optional(),
  /** Shows how far a plan of many calls is. Repeat it in every proposal of the plan that has such calls. */
  progress: PlannedProgress.optional(),
  /** An intent's: the sentence left out something this answer only asks for. Where there is a model, it is asked instead. */
  isIncomplete: z.boolean().optional(),
});
export type Proposal = z.infer<typeof Proposal>;
export type ProposalInput = z.input<typeof Proposal>;
