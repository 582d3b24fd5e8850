import type { AnyIntent } from '@countersign/core';
import { remindOverdueIntent } from '../playbooks/remind-overdue.ts';
import { addVehicleIntent } from './add-vehicle.ts';
import { bookJobIntent } from './book-job.ts';
import { changeJobStatusIntent } from './change-job-status.ts';
import { clientBalanceIntent } from './client-balance.ts';
import { createClientIntent } from './create-client.ts';
import { createQuoteIntent } from './create-quote.ts';
import { findClientIntent } from './find-client.ts';
import { listInvoicesIntent } from './list-invoices.ts';
import { listMessagesIntent } from './list-messages.ts';
import { openRecordIntent } from './open-record.ts';
import { priceServiceIntent } from './price-service.ts';
import { recordPaymentIntent } from './record-payment.ts';
import { refundInvoiceIntent } from './refund-invoice.ts';
import { remindInvoiceIntent } from './remind-invoice.ts';
import { sendQuoteIntent } from './send-quote.ts';
import { showCalendarIntent } from './show-calendar.ts';
import { textClientIntent } from './text-client.ts';
import { updateClientIntent } from './update-client.ts';

/** What the copilot understands without a model. "What can you do?" is understood by the rules proposer itself and lists the titles of these. */
export const copilotIntents: readonly AnyIntent[] = [
  findClientIntent,
  createClientIntent,
  updateClientIntent,
  textClientIntent,
  addVehicleIntent,
  priceServiceIntent,
  createQuoteIntent,
  sendQuoteIntent,
  bookJobIntent,
  changeJobStatusIntent,
  showCalendarIntent,
  listInvoicesIntent,
  clientBalanceIntent,
  remindInvoiceIntent,
  recordPaymentIntent,
  refundInvoiceIntent,
  openRecordIntent,
  listMessagesIntent,
  remindOverdueIntent,
];
