/** The latest row of every switch that concerns the tenant $1, the operator's for everybody included. */
export const currentSwitches = /* sql */ `
  select distinct on (s.tenant_id, s.kind, s.name) s.* from (
    select * from countersign.switches where tenant_id = $1 union all select * from countersign.unsafe_list_switches_of_all()) s
  order by s.tenant_id, s.kind, s.name, s.seq desc`;
