/** Where the targets of a call that is asked about come from, as the card showed it. */
export const provenance = /* sql */ `
alter table countersign.approval_items add column origins jsonb not null default '[]';
`;
