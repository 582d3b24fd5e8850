/**
 * Every word of the dock. Plain strings, so that a catalogue of another language is an object of the same shape; what stands in
 * `{braces}` is put in when it is shown.
 */
export const dockTexts = {
  /** The name of whom one talks to, as a heading. */
  title: 'Assistant',
  newConversation: 'New conversation',
  hide: 'Hide the assistant',

  logLabel: 'Conversation with the assistant',
  loading: 'Loading the conversation…',
  newMessages: 'New messages',
  emptyTitle: 'What can I do for you?',
  emptyText: 'Say what you need. You save forms yourself, and you are asked before anything happens that cannot be taken back.',

  composerLabel: 'Message to the assistant',
  placeholder: 'Ask or tell the assistant…',
  send: 'Send',

  /** Said before a message, for those who do not see on which side it stands. */
  fromUser: 'You:',
  fromAgent: 'Assistant:',
  notSent: 'Not sent. {reason}',
  serverAway: 'The server cannot be reached.',
  tryAgain: 'Try again',
  discard: 'Discard',

  reconnecting: 'The connection dropped. Reconnecting…',
  offline: 'No connection. The conversation goes on when it is back.',
  tryNow: 'Try now',
  signedOut: 'You are signed out.',
  signIn: 'Sign in',

  working: 'Working…',
  cancel: 'Cancel',
  cancelRun: 'Cancel the task',
  paused: 'Paused. Why stands above.',
  resume: 'Go on',

  noticeInfo: 'Note:',
  noticeWarning: 'Warning:',
  noticeError: 'Problem:',

  receiptSucceeded: 'Done',
  receiptFailed: 'Failed',
  receiptDenied: 'Not done: denied',
  receiptInDoubt: 'Not known whether it happened',
  receiptExpired: 'Not done: nobody decided in time',
  receiptReplayed: '{outcome} earlier, not repeated',

  recordsMore: 'and {count} more',

  progressWorking: 'At work',
  progressWaitsForApproval: 'Waits for approval',
  progressWaitsForAnswer: 'Waits for an answer',
  progressFinished: 'Finished',
  progressStopped: 'Stopped',
  progressNow: 'Now: {call}',

  formLabel: 'Form',
  formNew: 'New {panel}',
  formChange: 'Change a {panel}',
  formSaved: 'Saved',
  formOpen: 'Open, not saved',
  formClosed: 'Closed, not saved',
  formNotOpen: 'Not open',
  formFilled: 'Filled in: {fields}',
  formToFill: 'To be filled in: {fields}',
  formKept: 'Left as you have it: {fields}',
  formRefused: 'Could not be filled in: {fields}',
  openForm: 'Open the form',

  approvalNeeded: 'Approval needed',
  approvalNeededTitle: 'Your approval is needed',
  approval: 'Approval',
  doubtLabel: 'A question about what happened',
  doubtTitle: 'Did this happen?',
  doubtText: 'No answer came back, so nobody knows. It is not tried again before you have looked.',
  askedHere: 'Asked for by you in this conversation.',
  askedByTask: 'Asked for by this task, in your name.',
  waitsUntil: 'Waits until {moment}.',
  approvalExpired: 'Nobody decided in time, so nothing was done.',
  approvalCancelled: 'The work was cancelled, so nothing was done.',
  notRecorded: 'The decision was not recorded. Try again.',

  riskSafe: 'Safe',
  riskCautious: 'Changes data',
  riskDestructive: 'Overwrites or deletes',
  riskIrreversible: 'Cannot be taken back',

  details: 'What exactly',
  body: 'Text',
  yes: 'Yes',
  no: 'No',

  asksOne: 'A rule of your organisation asks: {rules}',
  asksMany: 'Rules of your organisation ask: {rules}',
  rule: '“{name}”',
  originsTitle: 'Look closely at whom this reaches',
  originTarget: 'The target',
  originThirdParty: '{what}: taken from a text that somebody outside wrote ({tool}).',
  originUnknown: '{what}: neither said by you nor found in your records.',
  originText: '{what} “{value}”',

  approve: 'Approve',
  deny: 'Deny',
  happened: 'It happened',
  didNotHappen: 'It did not happen',
  /** The name of a button of one call among several. */
  buttonFor: '{button}: {call}',
  moreWays: 'More ways to say yes: {call}',
  grantRun: 'Yes, for the rest of this task',
  grantTenant: 'Yes, always here',
  addReason: 'Add a reason',
  reason: 'Reason',
  reasonHint: 'Kept on the record',
  approveAll: 'Approve all {count}',
  denyAll: 'Deny all {count}',

  outcomePending: 'Not decided',
  outcomeApproved: 'Approved',
  outcomeDenied: 'Denied',
  outcomeExpired: 'Expired',
  outcomeHappened: 'It happened',
  outcomeNotHappened: 'It did not happen',
  outcomeCancelled: 'Cancelled',
  outcomeBy: '{outcome} by {person}',
  reachRun: '{outcome}, for the rest of the task',
  reachTenant: '{outcome}, always here',
  givenReason: '“{reason}”',
} as const satisfies Record<string, string>;

export type DockTexts = { readonly [Name in keyof typeof dockTexts]: string };
