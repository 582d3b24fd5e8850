import { CreateJob, JobView, UpdateJob } from '../../../shared/job.ts';
import { jobFields, jobPanel } from '../../kinds/job-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { toLineValues } from '../../quotes/panel/quote-values.ts';
import { JobFields } from './job-fields.tsx';
import { emptyValues, type JobValues, toInput, toParsed, toValues } from './job-values.ts';
import { useJobWords } from './use-job-words.ts';

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
};

export function JobForm({ panel }: { panel: OpenPanel }) {
  const toText = useJobWords();
  return (
    <RecordPanelBody spec={{ ...jobSpec, toText }} panel={panel}>
      {(fields) => <JobFields {...fields} isClientFixed={panel.target.recordId !== undefined} />}
    </RecordPanelBody>
  );
}
