import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../contract/define-tool.ts';
import { defineAgent } from './define-agent.ts';
import { defineIntent } from './define-intent.ts';

const tool = defineTool({
  name: 'do_it',
  description: 'Does it.',
  input: z.object({}),
  output: z.object({}),
  risk: 'cautious',
  effect: 'database',
  permission: 'it:do',
  execute: () => ({}),
});

describe('defineAgent', () => {
  test('refuses two tools or intents of one name', () => {
    const intent = defineIntent({ name: 'x', title: 'x', examples: ['x'], slots: {}, propose: () => ({}) });
    expect(() => defineAgent({ name: 'a', description: '', tools: [tool, tool] })).toThrow('do_it twice');
    expect(() => defineAgent({ name: 'a', description: '', tools: [tool], intents: [intent, intent] })).toThrow('x twice');
  });

  test('refuses a panel that cannot be filled in by parts', () => {
    const fields = z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from < to);
    expect(() => defineAgent({ name: 'a', description: '', tools: [], panels: [{ name: 'span', description: '', fields }] })).toThrow('panel "span"');
  });

  test('refuses an intent that nothing can be learnt from', () => {
    expect(() => defineIntent({ name: 'x', title: 'x', examples: [], slots: {}, propose: () => ({}) })).toThrow('no examples');
  });
});
