import { type Agent, defineAgent } from '@countersign/core';
import { createClientTool, findClientsTool, updateClientTool } from '../clients/tools.ts';
import type { DeliveryDesk } from '../deliveries/deliver.ts';
import { createSendQuoteTool, createSendReminderTool } from '../deliveries/tools.ts';
import { findMessagesTool } from '../inbox/tools.ts';
import { refundInvoiceTool, voidInvoiceTool } from '../invoices/final-tools.ts';
import {
  createInvoiceTool,
  findInvoicesTool,
  getClientBalanceTool,
  getInvoiceTool,
  issueInvoiceTool,
  recordPaymentTool,
  updateInvoiceTool,
} from '../invoices/tools.ts';
import { changeJobStatusTool, createJobTool, findJobsTool, getJobTool, listBaysTool, updateJobTool } from '../jobs/tools.ts';
import { createSendTextTool } from '../messages/tools.ts';
import { addNoteTool } from '../notes/tools.ts';
import { changeQuoteStatusTool, createQuoteTool, findQuotesTool, getQuoteTool, updateQuoteTool } from '../quotes/tools.ts';
import { createServiceTool, listServicesTool, updateServiceTool } from '../services/tools.ts';
import { createVehicleTool, findVehiclesTool, updateVehicleTool } from '../vehicles/tools.ts';
import { copilotIntents } from './intents/index.ts';
import { modelSide } from './model-side.ts';

/** The assistant beside every screen of the staff. What it may do is these tools, as whoever is signed in. */
export function createCopilot(desk: DeliveryDesk): Agent {
  return defineAgent({
    name: 'copilot',
    description: 'Helps the staff of a car-detailing shop: finds records and answers from them, opens forms filled in, and prepares what leaves the shop.',
    tools: [
      findClientsTool,
      createClientTool,
      updateClientTool,
      findVehiclesTool,
      createVehicleTool,
      updateVehicleTool,
      listServicesTool,
      createServiceTool,
      updateServiceTool,
      findQuotesTool,
      getQuoteTool,
      createQuoteTool,
      updateQuoteTool,
      changeQuoteStatusTool,
      findJobsTool,
      getJobTool,
      createJobTool,
      updateJobTool,
      changeJobStatusTool,
      listBaysTool,
      findMessagesTool,
      addNoteTool,
      createSendTextTool(desk.provider),
      findInvoicesTool,
      getInvoiceTool,
      getClientBalanceTool,
      createInvoiceTool,
      updateInvoiceTool,
      issueInvoiceTool,
      recordPaymentTool,
      refundInvoiceTool,
      voidInvoiceTool,
      createSendReminderTool(desk),
      createSendQuoteTool(desk),
    ],
    intents: copilotIntents,
    ...modelSide,
  });
}
