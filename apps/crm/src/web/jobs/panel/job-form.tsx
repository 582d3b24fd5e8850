import { CreateJob, JobView, UpdateJob } from '../../../shared/job.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { toLineValues } from '../../quotes/panel/quote-values.ts';
import { JobFields } from './job-fields.tsx';
import { jobFields, jobPanel } from './job-panel.ts';
import { emptyValues, type JobValues, toInput, toParsed, toValues } from './job-values.ts';

export const jobSpec: RecordSpec<JobView, JobValues> = {
  panel: 'job',
  kind: jobPanel,
  path: '/api/jobs',
  view: JobView,
  title: ({ number }) => `job #${number}`,
  create: CreateJob,
  change: UpdateJob.omit({ version: true }).extend({ clientId: CreateJob.shape.clientId, quoteId: CreateJob.shape.quoteId }),
  fixed: ['clientId', 'quoteId'],
  empty: emptyValues,
  toValues,
  toInput: (values) => toInput(values),
  toParsed: (job) => ({ ...toParsed(job) }),
  isValid: (name, value) => Object.hasOwn(jobFields, name) && CreateJob.shape[name as keyof JobValues].safeParse(value).success,
  format: (name, value) => (name === 'lines' ? toLineValues(value) : String(value ?? '')),
  toText: (name, value) => (name === 'lines' && Array.isArray(value) ? `${value.length} services` : ''),
};

export function JobForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={jobSpec} panel={panel}>
      {(fields) => <JobFields {...fields} isClientFixed={panel.target.recordId !== undefined} />}
    </RecordPanelBody>
  );
}
