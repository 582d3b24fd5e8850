import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** The present, moved on every minute: a calendar that is left open shows the right day and the right hour. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
