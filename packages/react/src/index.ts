export type { Client, MessagePick, OutgoingMessage, SessionState, SessionStatus } from './client/index.ts';
export { CountersignProvider, type CountersignProviderProps, useClient } from './hooks/provider.tsx';
export { type AgentFormBinding, type AgentFormInput, useAgentForm } from './hooks/use-agent-form.ts';
export { type Approvals, type PendingApproval, useApprovals } from './hooks/use-approvals.ts';
export { usePanelCommands } from './hooks/use-panel-commands.ts';
export { type Receipt, useReceipts } from './hooks/use-receipts.ts';
export { type Session, useSession } from './hooks/use-session.ts';
export type { PanelCommand, PanelHandler } from './panels/panel-desk.ts';
