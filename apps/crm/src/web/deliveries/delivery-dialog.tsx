import { Alert, Button, Group, Modal, SegmentedControl, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Channel, channelLabels, channels, Delivered, DeliveryPreview } from '../../shared/delivery.ts';
import { formatPhone } from '../../shared/phone.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import classes from './deliveries.module.css';

interface DeliveryDialogProps {
  title: string;
  /** Where a GET says what would be sent, and a POST sends it. */
  path: string;
  isOpen: boolean;
  onClose: () => void;
  onSent: () => unknown;
}

/** Sends something to a client: by which way is chosen here, to whom and in which words is shown before it goes. */
export function DeliveryDialog({ isOpen, ...props }: DeliveryDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={props.title}
      padding="lg"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { lineHeight: 1.35 } }}
    >
      <Delivery {...props} />
    </Modal>
  );
}

function Delivery({ path, onClose, onSent }: Omit<DeliveryDialogProps, 'isOpen'>) {
  const queryClient = useQueryClient();
  const [channel, setChannel] = useState<Channel>('sms');
  const { data, error } = useQuery({
    queryKey: ['delivery', path, channel],
    queryFn: ({ signal }) => request(DeliveryPreview, `${path}?channel=${channel}`, { signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const sending = useMutation({
    mutationFn: () => request(Delivered, path, { method: 'POST', body: { channel } }),
    onSuccess: (sent) => {
      notifications.show({ color: 'teal', title: 'Sent', message: `${channelLabels[channel]} to ${sent.clientName}` });
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'delivery' });
      void onSent();
      onClose();
    },
  });
  const refusal = sending.error ?? error;
  return (
    <div className={classes.form}>
      <SegmentedControl
        aria-label="How it goes"
        value={channel}
        onChange={(next) => {
          sending.reset();
          setChannel(next as Channel);
        }}
        data={channels.map((value) => ({ value, label: channelLabels[value] }))}
        fullWidth
        data-autofocus
      />
      {refusal ? (
        <Alert color="red" variant="light" role="alert" title="It cannot be sent this way">
          {toSentence(refusal)}
        </Alert>
      ) : !data ? (
        <Skeleton height={120} role="status" aria-label="Loading" />
      ) : (
        <Message preview={data} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={sending.isPending}>
          Cancel
        </Button>
        <Button loading={sending.isPending} disabled={!data || refusal !== null} onClick={() => sending.mutate()}>
          Send
        </Button>
      </Group>
    </div>
  );
}

function Message({ preview }: { preview: DeliveryPreview }) {
  return (
    <div className={classes.message}>
      <p>
        To <strong>{preview.clientName}</strong> at {preview.channel === 'sms' ? formatPhone(preview.to) : preview.to}
      </p>
      {preview.subject && (
        <p>
          Subject: <strong>{preview.subject}</strong>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long message scrolls, which the keyboard must be able to */}
      <blockquote className={classes.words} aria-label="Text of the message" tabIndex={0}>
        {preview.body}
      </blockquote>
    </div>
  );
}
