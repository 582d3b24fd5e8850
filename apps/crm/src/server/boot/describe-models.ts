import { createPriceList, type ModelEnvironment } from '@countersign/server';

/** One line for whoever starts the app: which models are asked, and for what. Never a key, never an address. */
export function describeModels(models: ModelEnvironment | undefined): string {
  if (!models) return 'No language model is set up: the copilot understands simple requests. The README says how to add one.';
  const { fast, reasoning } = models.tiers;
  const ids = (chain: typeof fast) => chain.map(({ id }) => id).join(', then ');
  const [talk, work] = [ids(fast.length > 0 ? fast : reasoning), ids(reasoning.length > 0 ? reasoning : fast)];
  const line = talk === work ? `Language models: ${talk}.` : `Language models: ${talk} in conversations; ${work} for tasks.`;
  const unpriced = models.unknownRate ? [] : [...new Set([...fast, ...reasoning].map(({ id }) => id).filter((id) => !hasPrice(id)))];
  if (unpriced.length === 0) return line;
  return `${line} Nobody knows what ${unpriced.join(', ')} costs, so the dearest price is assumed and little fits under a run's cap: set COUNTERSIGN_MODEL_RATE.`;
}

/** A table in which everything unknown is free gives a price only to what it knows. */
const known = createPriceList({ input: 0, output: 0 });
const hasPrice = (id: string) => known.toBound(id, { inputTokens: 1_000, outputTokens: 1_000 }) > 0;
