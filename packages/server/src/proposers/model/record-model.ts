import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { CountersignError } from '@countersign/core';
import { z } from 'zod';
import { canonicalJson } from '../../prompts/fence-data.ts';

export interface RecorderOptions {
  /** Where the recordings are: one file a request, named by its key. */
  directory: string;
  /** `record` calls the model and writes; `replay` never calls it. */
  mode: 'record' | 'replay';
}

const Recording = z.object({ model: z.string(), request: z.unknown(), parts: z.array(z.looseObject({ type: z.string() })) });

/**
 * A model whose replies are read from files, or written to them, part by part as they were streamed. For tests and for
 * evaluations: prices, breakers and budgets above it work as with the model itself. Keys and headers are never recorded.
 *
 * @throws {CountersignError} `unavailable` from a call in `replay` that was never recorded
 * @example recordModel(anthropic('claude-haiku-4-5'), { directory: 'recordings', mode: 'replay' })
 */
export function recordModel(model: LanguageModelV4, { directory, mode }: RecorderOptions): LanguageModelV4 {
  return {
    ...{ specificationVersion: 'v4', provider: model.provider, modelId: model.modelId, supportedUrls: {} },
    doGenerate: () => Promise.reject(new CountersignError('internal', 'The recorder knows streamed calls only.')),
    async doStream(options) {
      const file = join(directory, `${toKey(model, options)}.json`);
      if (mode === 'replay') return { stream: toStream(await readParts(file)) };
      const { stream } = await model.doStream(options);
      const parts: LanguageModelV4StreamPart[] = [];
      const recorder = new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
        transform(part, controller) {
          parts.push(part);
          controller.enqueue(part);
        },
        // Only what came to its end is a recording.
        flush: async () => {
          const isWhole = parts.at(-1)?.type === 'finish' && parts.every((part) => part.type !== 'error');
          if (isWhole) await writeRecording(file, { model: model.modelId, request: toRequest(model, options), parts });
        },
      });
      return { stream: stream.pipeThrough(recorder) };
    },
  };
}

function toRequest(model: LanguageModelV4, { prompt, tools, maxOutputTokens, providerOptions }: LanguageModelV4CallOptions) {
  return {
    provider: model.provider,
    model: model.modelId,
    prompt,
    tools: tools ?? [],
    maxOutputTokens: maxOutputTokens ?? null,
    providerOptions: providerOptions ?? {},
  };
}

/** Equal requests have equal keys, on every machine. */
function toKey(model: LanguageModelV4, options: LanguageModelV4CallOptions): string {
  return createHash('sha256')
    .update(canonicalJson(toRequest(model, options)))
    .digest('hex');
}

async function readParts(file: string): Promise<LanguageModelV4StreamPart[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CountersignError('unavailable', `There is no recording of this request (${file}). Record it with a real model first.`, { cause });
  });
  const { parts } = Recording.parse(JSON.parse(text));
  return parts.map((part) => (part.type === 'response-metadata' ? { ...part, timestamp: undefined } : part)) as unknown as LanguageModelV4StreamPart[];
}

/** Written aside and moved, so that a test that is killed leaves no half a recording. */
async function writeRecording(file: string, recording: { model: string; request: unknown; parts: readonly LanguageModelV4StreamPart[] }): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(recording, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function toStream(parts: readonly LanguageModelV4StreamPart[]): ReadableStream<LanguageModelV4StreamPart> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
