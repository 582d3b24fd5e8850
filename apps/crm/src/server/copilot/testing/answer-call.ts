import { cars, clients, invoices, jobs, messages, quotes, services } from './shop.ts';

interface Call {
  tool: string;
  input: Record<string, unknown>;
}

const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const toWords = (query: string) => query.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);

/** A search such as the CRM's: every word begins a word of what is known. */
function hasWords(query: string, known: string): boolean {
  const candidates = fold(known).split(/[^a-z0-9]+/);
  return toWords(query).every((word) => candidates.some((candidate) => candidate.startsWith(fold(word))));
}

/** Digits are part of the number. "Jordn" is spelled like Jordan. */
function findClients(query: string) {
  const found = clients.filter((client) => {
    if (/^[+\d]+$/.test(query)) return client.phone?.includes(query.replace('+', ''));
    return hasWords(query, `${client.firstName} ${client.lastName} ${client.email ?? ''}`);
  });
  if (found.length === 0 && fold(query) === 'jordn') return { clients: clients.slice(0, 1), total: 1, isExact: false };
  return { clients: found, total: found.length, isExact: true };
}

const toText = ({ input }: Call) => String(input.query ?? '');
const isOf = ({ input }: Call, clientId: string) => input.clientId === undefined || input.clientId === clientId;
const page = <T>({ input }: Call, all: readonly T[]) => all.slice(0, Number(input.limit ?? 10));

function findCars(call: Call) {
  const found = Object.values(cars).filter(
    (car) => isOf(call, car.clientId) && hasWords(toText(call), `${car.year} ${car.make} ${car.model} ${car.color} ${car.clientName}`),
  );
  return { vehicles: page(call, found), total: found.length, isExact: true };
}

/** "#1042" is a number before it is anything else. */
function isNumbered(query: string, number: number, text: string): boolean {
  const digits = /^#?(\d+)$/.exec(query)?.[1];
  return digits === undefined ? hasWords(query, text) : String(number).startsWith(digits);
}

function findQuotes(call: Call) {
  const found = Object.values(quotes).filter(
    (quote) => isOf(call, quote.clientId) && isNumbered(toText(call), quote.number, `${quote.clientName} ${quote.vehicleName}`),
  );
  return { quotes: page(call, found), total: found.length };
}

function findJobs(call: Call) {
  const { from, to, status } = call.input;
  const found = Object.values(jobs).filter((job) => {
    // Denver is seven hours behind in November.
    const day = new Date(Date.parse(job.startsAt) - 7 * 3_600_000).toISOString().slice(0, 10);
    const isAsked = status === undefined || status === 'all' || status === 'booked' || status === job.status;
    return (
      isAsked &&
      isOf(call, job.clientId) &&
      isNumbered(toText(call), job.number, `${job.clientName} ${job.vehicleName}`) &&
      (from === undefined || day >= String(from)) &&
      (to === undefined || day <= String(to))
    );
  });
  return { jobs: page(call, found), total: found.length };
}

function findInvoices(call: Call) {
  const { status = 'all', minDaysOverdue } = call.input;
  const found = Object.values(invoices).filter((invoice) => {
    const isAsked = status === 'all' || status === invoice.status || (status === 'overdue' && invoice.isOverdue);
    return (
      isAsked &&
      isOf(call, invoice.clientId) &&
      isNumbered(toText(call), invoice.number, invoice.clientName) &&
      (minDaysOverdue === undefined || invoice.daysOverdue >= Number(minDaysOverdue))
    );
  });
  return { invoices: page(call, found), total: found.length, balanceCents: found.reduce((sum, { balanceCents }) => sum + balanceCents, 0) };
}

function readBalance({ input }: Call) {
  const own = Object.values(invoices).filter((invoice) => invoice.clientId === input.clientId && invoice.status === 'open');
  const sum = (all: typeof own) => all.reduce((total, { balanceCents }) => total + balanceCents, 0);
  return { balanceCents: sum(own), overdueCents: sum(own.filter(({ isOverdue }) => isOverdue)), invoices: own };
}

const answers: Readonly<Record<string, (call: Call) => unknown>> = {
  find_clients: (call) => findClients(toText(call)),
  find_vehicles: findCars,
  list_services: () => ({ services: Object.values(services), total: Object.keys(services).length }),
  find_quotes: findQuotes,
  get_quote: ({ input }) => Object.values(quotes).find(({ id }) => id === input.quoteId),
  find_jobs: findJobs,
  find_invoices: findInvoices,
  get_client_balance: readBalance,
  find_messages: (call) => ({ messages: messages.filter((message) => isOf(call, message.clientId)) }),
};

export const isLookup = ({ tool }: Pick<Call, 'tool'>) => Object.hasOwn(answers, tool);

/** What the small shop answers to a look-up. */
export const answerCall = (call: Call): unknown => answers[call.tool]?.(call);
