import type { GrantOffer, GrantScope } from '@countersign/core';
import { Menu } from '@mantine/core';
import classes from './approval-card.module.css';
import { useGrantSentences } from './use-grant-sentences.ts';

interface GrantOffersProps {
  tool: string;
  offers: readonly GrantOffer[];
  onChoose: (scope: GrantScope) => void;
}

const labels: Readonly<Record<GrantScope, string>> = { run: 'Yes, for the rest of this task', tenant: 'Yes, always here' };

/** How far a yes may reach, each in the sentence that holds from then on. */
export function GrantOffers({ tool, offers, onChoose }: GrantOffersProps) {
  const toSentence = useGrantSentences(offers);
  return offers.map((offer) => (
    <Menu.Item key={offer.scope} onClick={() => onChoose(offer.scope)}>
      <span className={classes.widerTitle}>{labels[offer.scope]}</span>
      <span className={classes.widerText}>{toSentence(tool, offer)}</span>
    </Menu.Item>
  ));
}
