import { Drawer } from '@mantine/core';
import { useDock } from '../ui/dock-state.tsx';
import { Conversation } from './conversation.tsx';
import classes from './copilot.module.css';

/** The copilot beside every screen: a column where there is room for one, a sheet from below where there is not. */
export function Dock() {
  const dock = useDock();
  if (dock.isWide) {
    return (
      <aside className={classes.dock} aria-label="Copilot" hidden={!dock.isOpen}>
        <Conversation />
      </aside>
    );
  }
  return (
    <Drawer.Root opened={dock.isOpen} onClose={dock.toggle} position="bottom" size="88dvh" radius="lg" padding={0} classNames={{ content: classes.sheet }}>
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content aria-label="Copilot">
        <Conversation />
      </Drawer.Content>
    </Drawer.Root>
  );
}
