/**
 * What an argument of a tool is to the call, said in Zod's metadata: whom or what it acts on (`target`), how much
 * (`amount`), what is written or sent (`content`), or only what is looked for (`selector`).
 *
 * @example z.strictObject({ clientId: ClientId.meta({ meaning: 'target' }), body: z.string().meta({ meaning: 'content' }) })
 */
export const meanings = ['target', 'amount', 'content', 'selector'] as const;
export type Meaning = (typeof meanings)[number];

/**
 * Who wrote what a field of a tool's output holds: code (`system`), the tenant's own people (`tenant_user`), or anybody
 * else (`third_party`: an inbound message, a web page). A field without it takes that of the object around it.
 *
 * @example z.object({ messages: z.array(z.object({ body: z.string().meta({ trust: 'third_party' }) })) })
 */
export const trusts = ['system', 'tenant_user', 'third_party'] as const;
export type Trust = (typeof trusts)[number];

declare module 'zod' {
  interface GlobalMeta {
    meaning?: Meaning;
    trust?: Trust;
  }
}
