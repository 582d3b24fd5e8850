import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

/** How long to wait after the last key before searching, in milliseconds. */
const PAUSE_MS = 200;

interface SearchFieldProps {
  value: string;
  onSearch: (text: string) => void;
  label: string;
  placeholder: string;
}

/** Searches as one types. The text is the field's own until it pauses; then it goes to the address. `/` jumps here. */
export function SearchField({ value, onSearch, label, placeholder }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const search = useDebouncedCallback((next: string) => {
    sent.current = next.trim();
    onSearch(next.trim());
  }, PAUSE_MS);
  useHotkeys([['/', () => input.current?.focus()]]);
  useEffect(() => {
    // The address changed without us (back button, a link): follow it.
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  const change = (next: string) => {
    setText(next);
    search(next);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      size="md"
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={text === '' ? <Kbd size="xs">/</Kbd> : <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />}
      styles={{ input: { WebkitAppearance: 'none' } }}
    />
  );
}
