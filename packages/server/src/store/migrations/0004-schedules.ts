/** What schedules need: sessions that no person opened are told from conversations. Their times are kept by the queue. */
export const schedules = /* sql */ `
/* who opened it: a person, a task of the interface without a session, or a schedule */
alter table countersign.sessions add column opened_by text not null default 'person';
`;
