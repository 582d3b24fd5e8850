import type { AnyIntent } from '@countersign/core';
import { remindOverdueIntent } from '../playbooks/remind-overdue.ts';
import { createClientIntent } from './create-client.ts';
import { findClientIntent } from './find-client.ts';
import { textClientIntent } from './text-client.ts';
import { updateClientIntent } from './update-client.ts';

/** What the copilot understands without a model. "What can you do?" is understood by the rules proposer itself and lists the titles of these. */
export const copilotIntents: readonly AnyIntent[] = [findClientIntent, createClientIntent, updateClientIntent, textClientIntent, remindOverdueIntent];
