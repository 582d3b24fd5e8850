import { ActionIcon, Anchor, CopyButton, Tooltip } from '@mantine/core';
import { IconCalendar, IconCheck, IconCopy, IconMail, IconPhone } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ClientView } from '../../shared/client.ts';
import { formatPhone } from '../../shared/phone.ts';
import { useMe } from '../auth/me-query.ts';
import { formatDay } from '../ui/format-time.ts';
import classes from '../ui/record-page.module.css';

/** How to reach a client, one tap away. */
export function ContactCard({ client }: { client: ClientView }) {
  const { timeZone } = useMe().shop;
  return (
    <section className={classes.card} aria-labelledby="contact-title">
      <h2 id="contact-title">Contact</h2>
      <dl className={classes.facts}>
        <Fact icon={<IconPhone size={18} aria-hidden />} label="Phone" copy={client.phone}>
          {client.phone && <Anchor href={`tel:${client.phone}`}>{formatPhone(client.phone)}</Anchor>}
        </Fact>
        <Fact icon={<IconMail size={18} aria-hidden />} label="Email" copy={client.email}>
          {client.email && <Anchor href={`mailto:${client.email}`}>{client.email}</Anchor>}
        </Fact>
        <Fact icon={<IconCalendar size={18} aria-hidden />} label="Client since" copy={null}>
          {formatDay(client.createdAt, timeZone)}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ icon, label, copy, children }: { icon: ReactNode; label: string; copy: string | null; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>
        {icon}
        {label}
      </dt>
      <dd>
        <span className={classes.value}>{children || <span className={classes.none}>None on file</span>}</span>
        {copy && (
          <CopyButton value={copy}>
            {({ copied, copy: run }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy'}>
                <ActionIcon variant="subtle" color="gray" aria-label={copied ? `${label} copied` : `Copy the ${label.toLowerCase()}`} onClick={run}>
                  {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        )}
      </dd>
    </div>
  );
}
