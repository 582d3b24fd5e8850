import { Button, Group, Modal, Text } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

interface ConfirmQuestion {
  title: string;
  text: string;
  /** The button that goes ahead. */
  yes: string;
  /** The button that changes nothing; it has the focus first. */
  no: string;
}

/** Asked before a form or a draft is given up. */
export const discardQuestion: ConfirmQuestion = {
  title: 'Discard the changes?',
  text: 'There are changes that are not saved yet. They are lost when you leave them.',
  yes: 'Discard changes',
  no: 'Keep editing',
};

type Confirm = (question: ConfirmQuestion) => Promise<boolean>;
const ConfirmContext = createContext<Confirm>(() => Promise.resolve(false));

/** Asks before something is lost. @returns true when the person went ahead; closing the question means no */
export function useConfirm(): Confirm {
  return useContext(ConfirmContext);
}

interface Pending {
  question: ConfirmQuestion;
  answer: (isYes: boolean) => void;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending | null>(null);
  const confirm = useCallback<Confirm>(
    (question) =>
      new Promise((resolve) => {
        setPending((earlier) => {
          earlier?.answer(false);
          return { question, answer: resolve };
        });
      }),
    [],
  );
  const answer = (isYes: boolean) => {
    pending?.answer(isYes);
    setPending(null);
  };
  return (
    <ConfirmContext value={confirm}>
      {children}
      <Modal opened={pending !== null} onClose={() => answer(false)} title={pending?.question.title} zIndex={500} withCloseButton={false} padding="lg">
        <Text>{pending?.question.text}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => answer(false)} data-autofocus>
            {pending?.question.no}
          </Button>
          <Button color="red.9" onClick={() => answer(true)}>
            {pending?.question.yes}
          </Button>
        </Group>
      </Modal>
    </ConfirmContext>
  );
}
