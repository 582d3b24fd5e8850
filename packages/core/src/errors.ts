/**
 * Every error a caller of Countersign can meet: its code, the HTTP status it travels under and whether the same call may
 * succeed when repeated unchanged. The table owns these three facts; nothing else restates them.
 */
export const errorTable = {
  unauthenticated: { status: 401, isRetryable: false },
  permission_denied: { status: 403, isRetryable: false },
  forbidden_origin: { status: 403, isRetryable: false },
  not_found: { status: 404, isRetryable: false },
  method_not_allowed: { status: 405, isRetryable: false },
  conflict: { status: 409, isRetryable: false },
  already_decided: { status: 409, isRetryable: false },
  expired: { status: 410, isRetryable: false },
  payload_too_large: { status: 413, isRetryable: false },
  unsupported_media_type: { status: 415, isRetryable: false },
  invalid_request: { status: 400, isRetryable: false },
  invalid_input: { status: 422, isRetryable: false },
  invalid_output: { status: 500, isRetryable: false },
  unknown_tool: { status: 404, isRetryable: false },
  policy_denied: { status: 403, isRetryable: false },
  content_refused: { status: 403, isRetryable: false },
  switched_off: { status: 409, isRetryable: false },
  approval_denied: { status: 403, isRetryable: false },
  approval_expired: { status: 410, isRetryable: false },
  in_progress: { status: 409, isRetryable: true },
  in_doubt: { status: 409, isRetryable: false },
  limit_exceeded: { status: 429, isRetryable: true },
  repeated_call: { status: 409, isRetryable: false },
  rate_limited: { status: 429, isRetryable: true },
  timed_out: { status: 504, isRetryable: true },
  cancelled: { status: 409, isRetryable: false },
  tool_failed: { status: 500, isRetryable: false },
  proposer_failed: { status: 500, isRetryable: true },
  unavailable: { status: 503, isRetryable: true },
  invalid_options: { status: 500, isRetryable: false },
  internal: { status: 500, isRetryable: true },
} as const satisfies Record<string, { status: number; isRetryable: boolean }>;

export type ErrorCode = keyof typeof errorTable;

/** The one structured error: what goes over the wire, into rows and to the proposer. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details?: unknown;
  isRetryable: boolean;
}

/**
 * The one error class. `message` says what happened, to what, and what to do about it.
 *
 * @example throw new CountersignError('not_found', 'There is no session s_1 of yours. Start one with POST /sessions.')
 */
export class CountersignError extends Error {
  override readonly name = 'CountersignError';
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: { details?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get isRetryable(): boolean {
    return errorTable[this.code].isRetryable;
  }

  toBody(): ErrorBody {
    return toErrorBody(this.code, this.message, this.details);
  }
}

/** Builds the structured error of a code, with the retryability that the table gives it. */
export function toErrorBody(code: ErrorCode, message: string, details?: unknown): ErrorBody {
  const body: ErrorBody = { code, message, isRetryable: errorTable[code].isRetryable };
  return details === undefined ? body : { ...body, details };
}
