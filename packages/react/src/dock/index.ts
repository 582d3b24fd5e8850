export { ApprovalCard } from './approval/approval-card.tsx';
export { ApprovalItems, type ApprovalItemsProps } from './approval/approval-items.tsx';
export type { ApprovalDecision, ApprovalItem } from './approval/decision.ts';
export { Composer, type ComposerProps } from './composer.tsx';
export { ConnectionBanner } from './connection-banner.tsx';
export { Dock, type DockProps } from './dock.tsx';
export { DockHeader, type DockHeaderProps } from './dock-header.tsx';
export {
  type CardValue,
  type DockOptions,
  type DockSettings,
  DockSettingsProvider,
  type LinkProps,
  type LoggedRecord,
  useDockSettings,
} from './dock-settings.tsx';
export { Log, type LogProps } from './log.tsx';
export { NodeView } from './node-view.tsx';
export type { NodeViewProps, NodeViews } from './node-views.ts';
export { PausedRow, WorkingRow } from './run-rows.tsx';
export { type DockTexts, dockTexts } from './texts.ts';
export { FormCard, type FormCardProps } from './views/form-card.tsx';
export { QuestionView } from './views/question-view.tsx';
