import { defineTool, type ExecuteContext, type Verification } from '@countersign/core';
import { z } from 'zod';
import { formatPhone } from '../../shared/phone.ts';
import { previewText, recordSent, SendText, sendText, type TextPreview } from './send-text.ts';
import type { TextProvider } from './text-provider.ts';

/** What intents need to know of the tool; which provider sends is decided where the app is put together. */
export const sendTextName = 'send_text';
const TextSent = z.object({ messageId: z.string(), to: z.string(), clientName: z.string() });
export type TextSent = z.infer<typeof TextSent>;

/**
 * The tool that texts a client. Same text, same client, same day is one intent of the shop, whoever asks and however often:
 * a text that comes twice annoys a customer and cannot be taken back, while the rare second text that is really meant
 * needs only other words or the next day.
 */
export function createSendTextTool(provider: TextProvider) {
  return defineTool({
    name: sendTextName,
    description: 'Text a client of the shop, named by id, at the phone number on file. Use it after finding the client.',
    input: SendText,
    output: TextSent,
    risk: 'irreversible',
    effect: 'external',
    reach: 'outward',
    permission: 'messages:send',
    intentKey: (input, ctx) => [input.clientId, input.body, ctx.today],
    impact: async (ctx, input) => {
      const preview = await previewText(ctx.tx, ctx.principal, input);
      return { summary: toTitle(preview), recipients: [preview.to], onFile: [preview.to] };
    },
    approval: {
      simulate: (ctx, input) => previewText(ctx.tx, ctx.principal, input),
      unchanged: ({ to, body }: TextPreview) => ({ to, body }),
      title: (_input, preview: TextPreview) => toTitle(preview),
    },
    execute: (ctx, input) => sendText(ctx.tx, ctx.principal, input, { provider, idempotencyKey: ctx.idempotencyKey, signal: ctx.signal }),
    receipt: (output) => `Texted ${output.clientName} at ${formatPhone(output.to)}.`,
    recovery: provider.recovery,
    ...(provider.find && { verify: verifyWith(provider.find) }),
  });
}

const toTitle = (preview: TextPreview) => `Text ${preview.clientName} at ${formatPhone(preview.to)}`;

function verifyWith(find: NonNullable<TextProvider['find']>) {
  return async (ctx: ExecuteContext, input: SendText): Promise<Verification<TextSent>> => {
    const found = await find(ctx.principal, ctx.idempotencyKey);
    if (!found) return { status: 'not_happened' };
    const { clientName } = await previewText(ctx.tx, ctx.principal, input);
    const { idempotencyKey } = ctx;
    await recordSent(ctx.tx, ctx.principal, { clientId: input.clientId, action: 'texted', summary: `Texted ${clientName}`, idempotencyKey });
    return { status: 'happened', output: { ...found, clientName } };
  };
}
