import { cars, invoices, jobs, quotes, services, shop } from '../src/server/copilot/testing/shop.ts';

/**
 * What people say about quotes, jobs, invoices, cars and messages, and what must come of it without any model. A few of
 * these are examples of the classifier too (learned.test.ts counts them). The records are those of the small shop in memory (testing/shop.ts); it is
 * Saturday, the 21st of November 2026, in Denver.
 */

type Prefill = Readonly<Record<string, unknown>>;

const lines = (...named: readonly { id: string }[]) => named.map(({ id }) => ({ serviceId: id, priceCents: null }));
const tahoe = { clientId: shop.jordan.id, vehicleId: cars.tahoe.id };
const asked: Prefill = { ...tahoe, lines: lines(services.interior, services.ceramic), discount: '10%' };
const twoLines: Prefill = { ...tahoe, lines: lines(services.interior, services.ceramic) };
const fullDetail: Prefill = { ...tahoe, lines: lines(services.full) };

/** The form of a new quote opens with exactly these fields. */
export const quoteSentences: readonly (readonly [string, Prefill])[] = [
  ['New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off', asked],
  ['new quote for jordan miles: full interior detail and ceramic coating on the tahoe, 10% off', asked],
  ['new quote for jordan miles full interior detail and ceramic coating on the tahoe 10% off', asked],
  ['NEW QUOTE FOR JORDAN MILES: FULL INTERIOR DETAIL AND CERAMIC COATING ON THE TAHOE, 10% OFF', asked],
  ['Please make a new quote for Jordan Miles: full interior detail, ceramic coating on the Tahoe, 10 percent off', asked],
  ['Create a quote for Jordan Miles with a full interior detail and a ceramic coating on the Tahoe with a 10% discount', asked],
  ["Quote Jordan's Tahoe a full interior detail and a ceramic coating, 10% off please", asked],
  ['could you write up a quote for jordan: interior detail and ceramic coating, ten percent off', asked],
  ['10% off quote for Jordan Miles, Tahoe, full interior detail + ceramic coating', asked],
  ['Jordan Miles wants a quote for full interior detail and ceramic coating on the Tahoe, discount 10%', asked],
  ['new qoute for Jordan Miles: full interor detail and cermic coating on the Tahoe, 10% off', asked],
  ['New estimate for Jordan Miles, full interior detailing and ceramic coating on the black Chevy Tahoe, 10% off', asked],
  ['on the Tahoe of Jordan Miles, quote a full interior detail and ceramic coating at 10% off', asked],
  ["I'd like a new quote for Jordan Miles: full interior detail and ceramic coating on the 2021 Tahoe", twoLines],
  ['draft a quote for jordan, interior detail & ceramic coating', twoLines],
  ['Quote for Jordan: Full Interior Detail, Ceramic Coating', twoLines],
  ['prepare a quote for jordan miles for a full detail', fullDetail],
  ['quote jordan miles for a full detail on the tahoe', fullDetail],
  ['Quote the Tahoe for a full detail', fullDetail],
  ['jordan needs a quote for a full detail', fullDetail],
  ['give jordan miles a quote on a full detail', fullDetail],
  ['make me a quote for Jordan: full detail', fullDetail],
  ['Can you put together a quote for Jordan Miles for a full detail?', fullDetail],
  ['New quote for Jordan Miles: full detail, $50 off', { ...fullDetail, discount: '50.00' }],
  ['new quote for Jordan: full detail, take 25 dollars off', { ...fullDetail, discount: '25.00' }],
  ['Quote Jordan Miles $300 for a full detail', { ...tahoe, lines: [{ serviceId: services.full.id, priceCents: 30_000 }] }],
  ['new quote for jordan miles: clay bar and wax', { ...tahoe, lines: lines(services.clay) }],
  ['new quote for jordan: pet hair and odor removal', { ...tahoe, lines: lines(services.pet, services.odor) }],
  ['new quote for Jordan: one-step paint correction', { ...tahoe, lines: lines(services.oneStep) }],
  ['new quote for Jordan: five year ceramic coating', { ...tahoe, lines: lines(services.fiveYear) }],
  ['new quote for jordan: two step correction and engine bay', { ...tahoe, lines: lines(services.twoStep, services.engine) }],
  ['New quote for Jordan Miles', tahoe],
  ['create a quote for Mary Stoneham: full detail on the Civic', { clientId: shop.mary.id, vehicleId: cars.civic.id, lines: lines(services.full) }],
  ["Quote Mary Stoneham's F150 for headlight restoration", { clientId: shop.mary.id, vehicleId: cars.f150.id, lines: lines(services.headlight) }],
  ['quote mia lee a ceramic coating on the model 3', { clientId: shop.mia.id, vehicleId: cars.model3.id, lines: lines(services.ceramic) }],
  [
    'New quote for Mia Lee, Tesla, full detail, valid until December 15',
    { clientId: shop.mia.id, vehicleId: cars.model3.id, lines: lines(services.full), validUntil: '2026-12-15' },
  ],
  ['create a quote for a full detail', { lines: lines(services.full) }],
  ['new quote', {}],
  ['Start a new quote please', {}],
];

const quoted = (startsAt?: string): Prefill => ({
  ...{ clientId: shop.jordan.id, vehicleId: cars.tahoe.id, quoteId: quotes.jordan.id },
  lines: quotes.jordan.lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents })),
  ...(startsAt ? { startsAt } : {}),
});
const tuesday = quoted('2026-11-24T10:00');

/** After Jordan's quote was saved in this conversation, the form of a job opens with exactly these fields. */
export const bookItSentences: readonly (readonly [string, Prefill])[] = [
  ['Book it for next Tuesday at 10am', tuesday],
  ['book it for next tuesday at 10am', tuesday],
  ['Book it for next Tuesday at 10 am please', tuesday],
  ['BOOK IT FOR NEXT TUESDAY AT 10AM', tuesday],
  ['book it next tues 10am', tuesday],
  ['Please book that for next Tuesday at 10am', tuesday],
  ['Can you book it for next Tuesday at 10?', tuesday],
  ['could you schedule it for next Tuesday at 10 in the morning', tuesday],
  ['Schedule it for 10am next Tuesday', tuesday],
  ['book the quote for next Tuesday at 10:00', tuesday],
  ['put it on the calendar for next Tuesday at 10', tuesday],
  ['Put that on the schedule next Tuesday, 10am', tuesday],
  ["let's do it next Tuesday at 10", tuesday],
  ['bok it for next teusday at 10am', tuesday],
  ['Make it a job for Tuesday at ten', tuesday],
  ['turn the quote into a job on Tuesday the 24th at 10am', tuesday],
  ['book it in for November 24 at 10', tuesday],
  ['ok great, book it for 11/24 at 10am', tuesday],
  ['Pencil it in for Tuesday at 10', tuesday],
  ['book it for monday at 2', quoted('2026-11-23T14:00')],
  ['book it for tomorrow at noon', quoted('2026-11-22T12:00')],
  ['book it tomorrow 9:30', quoted('2026-11-22T09:30')],
  ['book it for Friday at half past two', quoted('2026-11-27T14:30')],
  ['schedule it for the 30th at 8am', quoted('2026-11-30T08:00')],
  ['book it for the day after tomorrow at 3pm', quoted('2026-11-23T15:00')],
  ['book it for today at 4pm', quoted('2026-11-21T16:00')],
  ['book it', quoted()],
  ['Book quote 1001 for next Tuesday at 10am', tuesday],
  ["book Jordan's quote for next Tuesday at 10am", tuesday],
];

const friday: Prefill = { ...fullDetail, startsAt: '2026-11-27T14:00' };

/** The form of a job opens with exactly these fields, without any quote. */
export const bookSentences: readonly (readonly [string, Prefill])[] = [
  ["Schedule Jordan's Tahoe for a full detail on Friday at 2", friday],
  ["schedule jordan's tahoe for a full detail on friday at 2", friday],
  ["Book Jordan's Tahoe in for a full detail on Friday at 2pm", friday],
  ['Schedule Jordan Miles for a full detail Friday at 2', friday],
  ['book jordan miles for a full detail friday 2 pm', friday],
  ['on Friday at 2 book Jordan for a full detail', friday],
  ['Please schedule a full detail for Jordan Miles on Friday at 2 pm', friday],
  ['can you book Jordan in for a full detail on Friday at 14:00?', friday],
  ['put Jordan down for a full detail on Friday at 2', friday],
  ['New job for Jordan Miles: full detail, Friday at 2', friday],
  ['create a job for Jordan on Friday at 2: full detail', friday],
  ['new appointment for jordan miles friday at 2 for a full detail', friday],
  ['Jordan wants a full detail on Friday at 2', friday],
  ['jordan is coming in friday at 2 for a full detail', friday],
  ['Jordan Miles is bringing the Tahoe in on Friday at 2 for a full detail', friday],
  ['shedule jordan for a full detial on friday at 2', friday],
  ['add jordan to the calendar on friday at 2 for a full detail', friday],
  ['get jordan miles in on friday at two for a full detail', friday],
  ['book the Tahoe for a full detail on Friday at 2', friday],
  ['Schedule Jordan tomorrow at 9am', { ...tahoe, startsAt: '2026-11-22T09:00' }],
  ['schedule an appointment for jordan tomorrow at 9', { ...tahoe, startsAt: '2026-11-22T09:00' }],
  [
    'Book Mary Stoneham’s Civic for headlight restoration on Monday at 11',
    { clientId: shop.mary.id, vehicleId: cars.civic.id, lines: lines(services.headlight), startsAt: '2026-11-23T11:00' },
  ],
  ['book mia for a ceramic coating', { clientId: shop.mia.id, vehicleId: cars.model3.id, lines: lines(services.ceramic) }],
];

/** The status of exactly this job is changed, at once. */
export const jobStatusSentences: readonly (readonly [string, { jobId: string; status: string }])[] = [
  ...[
    'Mark the Henderson job done',
    'mark the henderson job done',
    'Mark the Henderson job as done.',
    'Mark the Henderson job as complete',
    "mark Henderson's job as finished",
    'Please mark the Henderson job done',
    'MARK THE HENDERSON JOB DONE',
    'marc the Henderson job done',
    'mark paul henderson’s job done',
    'the Henderson job is done',
    "Paul Henderson's job is finished",
    'we finished the Henderson job',
    "we're done with the Henderson job",
    'set the Henderson job to done',
    'Complete the Henderson job',
    'close out the Henderson job',
    'Can you mark the Henderson job done?',
    'could you set job 51 to done please',
    'job 51 is done',
    'mark job #51 as complete',
    "Henderson's Camry is done",
    'mark the Camry done',
    'just finished the Henderson job',
    'change the Henderson job to done',
    'the henderson camry is finished',
  ].map((text) => [text, { jobId: jobs.henderson.id, status: 'done' }] as const),
  ...[
    'Start the Miles job',
    "we've started on Jordan's Tahoe",
    "mark Jordan's job as in progress",
    'set job 52 to in progress',
    'start work on the Tahoe',
    'begin job 52',
  ].map((text) => [text, { jobId: jobs.jordan.id, status: 'in_progress' }] as const),
];

/** The jobs of these days are looked for and shown. */
export const calendarSentences: readonly (readonly [string, { from: string; to: string }])[] = [
  ...[
    "What's on the calendar tomorrow?",
    'whats on the calendar tomorrow',
    'what is on the calendar for tomorrow',
    "What's on tomorrow?",
    "what's scheduled for tomorrow",
    'What do we have tomorrow?',
    'what jobs do we have tomorrow',
    'show me the calendar for tomorrow',
    "Show me tomorrow's jobs",
    'tomorrows schedule please',
    'who is coming in tomorrow?',
    "who's booked tomorrow",
    'How does tomorrow look?',
    'what does tomorrow look like',
    'anything on tomorrow?',
    'are we busy tomorrow',
    'jobs tomorrow',
    'calendar tomorow',
    'how many jobs do we have tomorrow',
    'list the appointments for tomorrow',
    'what cars are coming in tomorrow',
    'Do we have anything on the calendar tomorrow?',
    'could you tell me what is on the calendar tomorrow',
  ].map((text) => [text, { from: '2026-11-22', to: '2026-11-22' }] as const),
  ['show me the jobs of today', { from: '2026-11-21', to: '2026-11-21' }],
  ["What's on the calendar?", { from: '2026-11-21', to: '2026-11-21' }],
  ["what's on the calendar on Monday", { from: '2026-11-23', to: '2026-11-23' }],
  ["what's on the calendar next week", { from: '2026-11-23', to: '2026-11-29' }],
  ['what do we have this week?', { from: '2026-11-21', to: '2026-11-22' }],
  ["what's booked on December 3rd", { from: '2026-12-03', to: '2026-12-03' }],
];

/** These invoices are looked for and listed. */
export const invoiceSentences: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ...[
    'Which invoices are overdue?',
    'which invoices are overdue',
    'wich invoices are overdue',
    'which invocies are overdue?',
    'What invoices are overdue?',
    'which invoices are past due',
    'Show me the overdue invoices',
    'show overdue invoices please',
    'list all overdue invoices',
    'list the invoices that are overdue',
    'any overdue invoices?',
    'are there any overdue invoices',
    'do we have overdue invoices?',
    'overdue invoices',
    'which bills are overdue?',
    'who is overdue?',
    'who is behind on their bills',
    'what is overdue right now?',
    'can you tell me which invoices are overdue',
    'pull up the overdue invoices',
    'how many invoices are overdue?',
    'which invoices are late',
    'Which clients have overdue invoices?',
  ].map((text) => [text, { status: 'overdue' }] as const),
  ['Which invoices are unpaid?', { status: 'open' }],
  ['who owes us money?', { status: 'open' }],
  ["who hasn't paid yet?", { status: 'open' }],
  ['show me the open invoices', { status: 'open' }],
  ['which invoices are more than 30 days overdue', { status: 'overdue', minDaysOverdue: 31 }],
  ['list invoices 60 days overdue', { status: 'overdue', minDaysOverdue: 60 }],
  ["show me Jordan's invoices", { status: 'all', clientId: shop.jordan.id }],
  ['list the invoices of Jordan Miles', { status: 'all', clientId: shop.jordan.id }],
];

/** The balance of the Nguyens is read and told. */
export const balanceSentences: readonly string[] = [
  'How much does the Nguyen account owe us?',
  'how much does the nguyen account owe us',
  'How much do the Nguyens owe us?',
  'how much does Linh Nguyen owe',
  'how much does nguyen owe us?',
  'What does the Nguyen account owe us?',
  'what do the Nguyens owe',
  "What's Nguyen's balance?",
  "what is Linh Nguyen's balance",
  'balance of Linh Nguyen',
  'How much is outstanding for Nguyen?',
  'Does Linh Nguyen owe us anything?',
  'do the Nguyens owe us money?',
  'how much do we have open with Linh Nguyen',
  'tell me what Linh Nguyen owes us',
  'check what the Nguyens owe',
  'how much are we owed by the Nguyens?',
  'how mutch does the Nguyen account owe us',
  'is Linh Nguyen paid up?',
  'show me the balance of the Nguyen account',
  'the Nguyen account balance please',
  'Could you tell me how much the Nguyens owe us?',
];

/** Jordan's quote is proposed to be sent, and waits for approval. */
export const sendQuoteSentences: readonly (readonly [string, { quoteId: string; channel: 'sms' | 'email' }])[] = [
  ...[
    'Send Jordan the quote by text',
    'send jordan the quote by text',
    'Send Jordan Miles the quote by text message',
    'Please send Jordan the quote by text',
    'send the quote to Jordan by text',
    'Send the quote to Jordan Miles via SMS',
    'text Jordan the quote',
    'Text Jordan Miles his quote',
    'text the quote to jordan',
    'can you text Jordan the quote?',
    'could you send Jordan his quote by text please',
    'send quote 1001 to Jordan by text',
    'text quote 1001 to Jordan Miles',
    "send Jordan's quote by text",
    'shoot Jordan the quote by text',
    'send jordan teh quote by txt',
    'get the quote over to Jordan by text',
    'Send Jordan the estimate by text',
    'sms the quote to Jordan',
    'text jordan the quote for the tahoe',
  ].map((text) => [text, { quoteId: quotes.jordan.id, channel: 'sms' }] as const),
  ...[
    'Email Jordan the quote',
    'send Jordan the quote by email',
    'email the quote to jordan miles',
    'send quote 1001 by email',
    'E-mail Jordan Miles his quote please',
  ].map((text) => [text, { quoteId: quotes.jordan.id, channel: 'email' }] as const),
];

/** This refund is proposed, and waits for approval. */
export const refundSentences: readonly (readonly [string, { invoiceId: string; amountCents: number; reason?: string }])[] = [
  ...[
    'Refund $40 on invoice 1042',
    'refund $40 on invoice 1042',
    'Refund 40 dollars on invoice 1042',
    'refund forty dollars on invoice 1042',
    'refund $40.00 on invoice #1042',
    'Please refund $40 on invoice 1042',
    'refund 40 bucks on invoice 1042',
    'Refund $40 for invoice 1042.',
    'refund Jordan $40 on invoice 1042',
    'Refund Jordan Miles $40',
    'refund $40 to jordan miles',
    'give Jordan $40 back on invoice 1042',
    'Give Jordan Miles a $40 refund',
    'give jordan a refund of $40',
    'issue a $40 refund on invoice 1042',
    'issue a refund of $40 for invoice 1042',
    'can you refund $40 on invoice 1042?',
    'I need to refund $40 on invoice 1042',
    'on invoice 1042 refund $40',
    'invoice 1042: refund $40',
    'refnd $40 on invoice 1042',
    'refund $40 on invocie 1042',
    'process a $40 refund on invoice 1042',
    'pay Jordan back $40',
    'a refund of $40 on invoice 1042, please',
  ].map((text) => [text, { invoiceId: invoices.jordanPaid.id, amountCents: 4_000 }] as const),
  ['refund invoice 1042 in full', { invoiceId: invoices.jordanPaid.id, amountCents: 30_000 }],
  ['Refund $40 on invoice 1042 because the car was late', { invoiceId: invoices.jordanPaid.id, amountCents: 4_000, reason: 'the car was late' }],
];

/** This reminder is proposed, and waits for approval. */
export const reminderSentences: readonly (readonly [string, { invoiceId: string; channel: 'sms' | 'email' }])[] = [
  ...[
    'Remind the Nguyens about their invoice',
    'remind the nguyens about their invoice',
    'Remind Linh Nguyen about the invoice',
    'remind Linh Nguyen to pay',
    'Please remind the Nguyens to pay their bill',
    'remind linh nguyen about the overdue invoice',
    'Send the Nguyens a reminder about their invoice',
    'send Linh Nguyen a payment reminder',
    'send a reminder to Linh Nguyen about the invoice',
    'send a reminder for invoice 1043',
    'nudge the Nguyens about the invoice',
    'chase Linh Nguyen about the invoice',
    'remind the Nguyens of what they owe',
    'text Linh Nguyen a reminder about the invoice',
    'can you remind the Nguyens about their invoice?',
    'remnd the Nguyens about their invoice',
    'remind linh that the invoice is overdue',
  ].map((text) => [text, { invoiceId: invoices.linh.id, channel: 'sms' }] as const),
  ['email the Nguyens a reminder about their invoice', { invoiceId: invoices.linh.id, channel: 'email' }],
  ['remind Linh Nguyen about invoice 1043 by email', { invoiceId: invoices.linh.id, channel: 'email' }],
];

/** The form of a new vehicle opens with exactly these fields. */
export const vehicleSentences: readonly (readonly [string, Prefill])[] = [
  ['Add a 2019 silver Honda Accord for Jordan Miles', { clientId: shop.jordan.id, year: '2019', make: 'Honda', model: 'Accord', color: 'Silver' }],
  ['add a 2019 silver honda accord for jordan miles', { clientId: shop.jordan.id, year: '2019', make: 'Honda', model: 'Accord', color: 'Silver' }],
  ["Add a Tesla to Jordan's vehicles", { clientId: shop.jordan.id, make: 'Tesla' }],
  ['Jordan Miles has a new car, a black F-150', { clientId: shop.jordan.id, make: 'Ford', model: 'F-150', color: 'Black' }],
  ['new vehicle for Mia Lee: 2022 Toyota RAV4, plate ABC-1234', { clientId: shop.mia.id, year: '2022', make: 'Toyota', model: 'RAV4', plate: 'ABC-1234' }],
  ['register a Chevy Suburban for jordan', { clientId: shop.jordan.id, make: 'Chevrolet', model: 'Suburban' }],
  ['please add a car for Jordan Miles', { clientId: shop.jordan.id }],
  ['Mia bought a white Wrangler', { clientId: shop.mia.id, make: 'Jeep', model: 'Wrangler', color: 'White' }],
  ['add a new vehicle', {}],
];

/** Exactly this record is shown. */
export const openSentences: readonly (readonly [string, { panel: string; id: string }])[] = [
  ...[
    "Open the Tahoe's record",
    "open the tahoe's record",
    'Open the Tahoe',
    'open the record of the Tahoe please',
    "Open Jordan's Tahoe",
    "open jordan miles' tahoe",
    'show me the Tahoe',
    'pull up the black Tahoe',
    'Can you open the Tahoe’s record?',
    'bring up the Chevy Tahoe',
    'opne the Tahoe record',
    'go to the Tahoe',
    "let me see Jordan's car",
    'what car does Jordan drive?',
    'who owns the Tahoe?',
    'take me to the 2021 Tahoe',
  ].map((text) => [text, { panel: 'vehicle', id: cars.tahoe.id }] as const),
  ['Open invoice 1042', { panel: 'invoice', id: invoices.jordanPaid.id }],
  ['show me invoice #1042', { panel: 'invoice', id: invoices.jordanPaid.id }],
  ['pull up quote 1001', { panel: 'quote', id: quotes.jordan.id }],
  ["Open Jordan's quote", { panel: 'quote', id: quotes.jordan.id }],
  ['open job 51', { panel: 'job', id: jobs.henderson.id }],
  ['open the Henderson job', { panel: 'job', id: jobs.henderson.id }],
  ["open Mary Stoneham's Civic", { panel: 'vehicle', id: cars.civic.id }],
];

/** It is told what this costs. */
export const priceSentences: readonly (readonly [string, string])[] = [
  ['What do we charge for a ceramic coating on a truck?', 'Ceramic Coating on a truck: $1,140.00 (large) or $1,330.00 (extra large)'],
  ['what do we charge for a ceramic coating on a van', 'Ceramic Coating on a van: $1,330.00 (extra large)'],
  ['How much is a full detail?', 'Full Detail: $342.00 (small), $380.00 (medium), $456.00 (large), $532.00 (extra large)'],
  ['how much is a full detail on a sedan', 'Full Detail on a sedan: $380.00 (medium)'],
  ["what's the price of headlight restoration", 'Headlight Restoration: $99.00 (small)'],
  ['price of clay bar and wax please', 'Clay Bar and Wax: $126.00 (small)'],
  ["how much would a ceramic coating be on Jordan's Tahoe", 'Ceramic Coating on Jordan Miles’s 2021 Chevrolet Tahoe (extra large): $1,330.00'],
  ['what does an engine bay detail cost', 'Engine Bay Detail: $81.00 (small)'],
  ['how long does a full detail take?', 'It takes 6 h'],
  ['tell me what we charge for pet hair removal', 'Pet Hair Removal: $63.00'],
];

/** The messages that wait are listed. */
export const messageSentences: readonly string[] = [
  'What messages are waiting?',
  'what messages are waiting',
  'which messages are waiting for an answer?',
  'any new messages?',
  'any unanswered messages',
  'who is waiting for an answer?',
  'show me the inbox',
  'check the inbox please',
  'do we have any messages?',
  'list unanswered messages',
  'what is in the inbox',
  'wat messages are waiting?',
];
