import { useQuery } from '@tanstack/react-query';
import type { FieldValues } from 'react-hook-form';
import { request } from '../api/request.ts';
import { Trouble } from '../ui/trouble.tsx';
import classes from './panel.module.css';
import { FormSkeleton, PanelHead } from './panel-head.tsx';
import { RecordForm, type RecordFormProps } from './record-form.tsx';
import type { RecordView } from './record-spec.ts';

type Props<View extends RecordView, Values extends FieldValues> = Omit<RecordFormProps<View, Values>, 'saved'>;

/** What is in the side panel: its head, and the form of a new record or of one on file. */
export function RecordPanelBody<View extends RecordView, Values extends FieldValues>(props: Props<View, Values>) {
  const { recordId } = props.panel.target;
  if (recordId !== undefined) return <EditRecord {...props} recordId={recordId} />;
  return (
    <>
      <PanelHead title={`New ${props.spec.kind.noun}`} />
      <RecordForm {...props} saved={undefined} />
    </>
  );
}

function EditRecord<View extends RecordView, Values extends FieldValues>({ recordId, ...props }: Props<View, Values> & { recordId: string }) {
  const { spec } = props;
  const { noun } = spec.kind;
  const { data, error, refetch, isFetching, isFetchedAfterMount } = useQuery({
    queryKey: [spec.panel, recordId],
    queryFn: ({ signal }) => request(spec.view, `${spec.path}/${encodeURIComponent(recordId)}`, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <PanelHead title={data ? `Edit ${spec.title(data)}` : `Edit ${noun}`} />
      {/* A form on an old version would only meet a conflict, so it waits for the answer of now. */}
      {data && isFetchedAfterMount ? (
        <RecordForm {...props} saved={data} />
      ) : error ? (
        <div className={classes.fields}>
          <Trouble title={`This ${noun} could not be loaded`} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
        </div>
      ) : (
        <FormSkeleton />
      )}
    </>
  );
}
