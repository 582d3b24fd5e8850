import type { AnyTool } from '@countersign/core';

/** What a test changes of a tool it defines: groups in part, as `defineTool` takes them. */
export type ToolOverrides = Partial<Omit<AnyTool, 'approval' | 'limits'>> & {
  approval?: Partial<AnyTool['approval']>;
  limits?: Partial<AnyTool['limits']>;
};
