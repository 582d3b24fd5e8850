export type { OperatorSwitch } from './consent/switches/set-switch.ts';
export { type Countersign, createCountersign } from './create-countersign.ts';
export type { Api } from './http/create-api.ts';
export type { Handler } from './http/create-handler.ts';
export type { CountersignOptions, FaultPoint, Faults, LimitOptions, Logger, Schedule, Tick, WorkerOptions } from './options.ts';
export { createModelGateway } from './proposers/model/create-model-gateway.ts';
export { createModelProposer, type ModelProposerOptions } from './proposers/model/create-model-proposer.ts';
export type {
  Attempt,
  ChainModel,
  GatewayLimits,
  GatewayOptions,
  GatewayTime,
  ModelAnswer,
  ModelGateway,
  ModelRequest,
  Tier,
} from './proposers/model/model-gateway.ts';
export { type Environment, type ModelEnvironment, parseModelEnvironment } from './proposers/model/parse-model-environment.ts';
export { createPriceList, type PriceList, type TokenRate, type TokenUsage } from './proposers/model/price-list.ts';
export { type RecorderOptions, recordModel } from './proposers/model/record-model.ts';
export type { Budget, ModelTrace, Proposer, ProposerReply, ProposerTurn, Reservation, RunCause } from './proposers/proposer.ts';
export { createRulesProposer, type RulesDecision, type RulesOptions, type RulesProposer } from './proposers/rules/create-rules-proposer.ts';
export { isTypo } from './proposers/rules/is-typo.ts';
export { blankSpans, createListSlot, createSlot, type Finder, type Found } from './proposers/rules/slots/create-slot.ts';
export { dates, findDates, type SaidDate } from './proposers/rules/slots/dates.ts';
export { email, findEmails } from './proposers/rules/slots/email.ts';
export { findMoney, findPercents, money, percent } from './proposers/rules/slots/money.ts';
export { createPersonNames, type NameCues, type PersonName } from './proposers/rules/slots/person-names.ts';
export { findPhones, phone } from './proposers/rules/slots/phone.ts';
export { findQuoted, quotedText } from './proposers/rules/slots/quoted-text.ts';
export { type NameRun, type NameWord, readName, splitName, splitNameWords } from './proposers/rules/slots/read-name.ts';
export { createTextAfter } from './proposers/rules/slots/text-after.ts';
export { foldWord } from './proposers/rules/tokenize.ts';
export type { GoalCompletion } from './sessions/complete-goal.ts';
export { requireAppRole } from './store/check-role.ts';
export { createPool, type PoolOptions } from './store/create-pool.ts';
export type { HostDatabase, Sql } from './store/database.ts';
export { type Migration, migrate } from './store/migrate.ts';
export { migrateCountersign } from './store/migrate-countersign.ts';
export { withTenant } from './store/open-transaction.ts';
export { type PgDatabaseOptions, pgDatabase } from './store/pg-database.ts';
export { type PreparedDatabase, type PrepareOptions, prepareDatabase } from './store/roles.ts';
