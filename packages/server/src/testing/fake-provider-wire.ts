/** A reply that the faked provider gives, whatever format it is asked in. */
export interface FakeReply {
  text?: string;
  /** Arguments may be text that is no JSON: models write such. */
  calls?: readonly { tool: string; input: unknown }[];
  /** @default 'stop' */
  stop?: 'stop' | 'length' | 'refusal';
  /** @default 100 in, 20 out; null leaves it out where the format allows */
  usage?: { input: number; output: number } | null;
}

/** The formats that providers stream in: Anthropic's messages, OpenAI's chat completions and OpenAI's responses. */
export type Wire = 'messages' | 'chat' | 'responses';

/** The id every faked reply gives as its model, so that nobody takes it for a real one. */
export const FAKE_MODEL = 'fake-model';

const frame = (data: object, event?: string) => `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
const toArguments = (input: unknown) => (typeof input === 'string' ? input : JSON.stringify(input));

/** A reply as the server-sent events of a format, one string each. */
export function toFrames(wire: Wire, reply: FakeReply): string[] {
  switch (wire) {
    case 'messages':
      return toMessages(reply);
    case 'chat':
      return toChat(reply);
    case 'responses':
      return toResponses(reply);
    default:
      return wire satisfies never;
  }
}

const usageOf = ({ usage }: FakeReply) => (usage === undefined ? { input: 100, output: 20 } : usage);

function toMessages(reply: FakeReply): string[] {
  const usage = usageOf(reply) ?? { input: 0, output: 0 };
  const blocks = [
    ...(reply.text === undefined ? [] : [{ type: 'text' as const, text: reply.text }]),
    ...(reply.calls ?? []).map((call) => ({ type: 'tool_use' as const, ...call })),
  ];
  const stop = { stop: blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn', length: 'max_tokens', refusal: 'refusal' }[
    reply.stop ?? 'stop'
  ];
  const event = (type: string, data: object) => frame({ type, ...data }, type);
  const message = { id: 'msg_fake', type: 'message', role: 'assistant', model: FAKE_MODEL, content: [], stop_reason: null, stop_sequence: null };
  return [
    event('message_start', { message: { ...message, usage: { input_tokens: usage.input, output_tokens: 1 } } }),
    ...blocks.flatMap((block, index) => {
      const isText = block.type === 'text';
      const content_block = isText ? { type: 'text', text: '' } : { type: 'tool_use', id: `toolu_${index}`, name: block.tool, input: {} };
      const deltas = isText
        ? halves(block.text).map((text) => ({ type: 'text_delta', text }))
        : halves(toArguments(block.input)).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
      return [
        event('content_block_start', { index, content_block }),
        ...deltas.map((delta) => event('content_block_delta', { index, delta })),
        event('content_block_stop', { index }),
      ];
    }),
    event('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: usage.output } }),
    event('message_stop', {}),
  ];
}

function toChat(reply: FakeReply): string[] {
  const usage = usageOf(reply);
  const calls = reply.calls ?? [];
  const finish = { stop: calls.length > 0 ? 'tool_calls' : 'stop', length: 'length', refusal: 'content_filter' }[reply.stop ?? 'stop'];
  const chunk = (choices: object[], extra: object = {}) =>
    frame({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 1, model: FAKE_MODEL, choices, ...extra });
  const delta = (value: object, finish_reason: string | null = null) => chunk([{ index: 0, delta: value, finish_reason }]);
  return [
    delta({ role: 'assistant', content: '' }),
    ...halves(reply.text ?? '').map((content) => delta({ content })),
    ...calls.flatMap(({ tool, input }, index) => [
      delta({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name: tool, arguments: '' } }] }),
      ...halves(toArguments(input)).map((part) => delta({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
    delta({}, finish),
    ...(usage ? [chunk([], { usage: { prompt_tokens: usage.input, completion_tokens: usage.output, total_tokens: usage.input + usage.output } })] : []),
    'data: [DONE]\n\n',
  ];
}

function toResponses(reply: FakeReply): string[] {
  const usage = usageOf(reply);
  const event = (type: string, data: object) => frame({ type, ...data });
  const response = { id: 'resp_fake', object: 'response', created_at: 1, model: FAKE_MODEL, output: [] };
  const text = reply.text === undefined ? [] : [reply.text];
  const isRefused = reply.stop === 'refusal';
  const items = [
    ...text.map((value) => ({
      item: { type: 'message', id: 'msg_fake', role: 'assistant', content: [] },
      deltas: halves(value),
      type: isRefused ? 'response.refusal.delta' : 'response.output_text.delta',
    })),
    ...(reply.calls ?? []).map(({ tool, input }, index) => ({
      item: { type: 'function_call', id: `fc_${index}`, call_id: `call_${index}`, name: tool, arguments: toArguments(input), status: 'completed' },
      deltas: halves(toArguments(input)),
      type: 'response.function_call_arguments.delta',
    })),
  ];
  const isCut = reply.stop === 'length';
  const end = isCut
    ? { incomplete_details: { reason: 'max_output_tokens' } }
    : isRefused && text.length === 0
      ? { incomplete_details: { reason: 'content_filter' } }
      : {};
  const type = 'incomplete_details' in end ? 'response.incomplete' : 'response.completed';
  const spent = usage ? { usage: { input_tokens: usage.input, output_tokens: usage.output, total_tokens: usage.input + usage.output } } : {};
  return [
    event('response.created', { response: { ...response, status: 'in_progress' } }),
    ...items.flatMap(({ item, deltas, type: deltaType }, output_index) => [
      event('response.output_item.added', { output_index, item: item.type === 'function_call' ? { ...item, arguments: '', status: 'in_progress' } : item }),
      ...deltas.map((delta) => event(deltaType, { item_id: item.id, output_index, content_index: 0, delta })),
      event('response.output_item.done', { output_index, item }),
    ]),
    event(type, { response: { ...response, status: isCut ? 'incomplete' : 'completed', ...end, ...spent } }),
  ];
}

/** Two pieces, so that whoever reads has to put them together. */
function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((part) => part !== '');
}
