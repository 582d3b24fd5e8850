import { useDock } from '../ui/dock-state.tsx';
import classes from './shell.module.css';

/** The first two stops of the Tab key: past the navigation, or to the copilot. */
export function SkipLinks() {
  const dock = useDock();
  return (
    <div className={classes.skips}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <button className={classes.skip} type="button" onClick={() => dock.open()}>
        Go to the copilot
      </button>
    </div>
  );
}
