import { Link } from '@tanstack/react-router';
import classes from './inbox.module.css';

/** What clients wrote, and all that the shop sent. */
export function MessageTabs() {
  return (
    <nav aria-label="Messages" className={classes.tabs}>
      <Link to="/messages" className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
        Inbox
      </Link>
      <Link to="/messages/sent" className={classes.tab}>
        Sent
      </Link>
    </nav>
  );
}
