import '@countersign/react/dock.css';
import { Dock, type DockTexts, dockTexts, type NodeViewProps } from '@countersign/react/dock';

/** Type checked only: the dock with words, values and views of the host. */
const texts: DockTexts = { ...dockTexts, title: 'Helper' };
const views = { weather: ({ props }: NodeViewProps) => <p>{String(props.sky)}</p>, notice: ({ props }: NodeViewProps<'notice'>) => <p>{props.text}</p> };

export const App = () => (
  <Dock agent="helper" texts={texts} views={views} renderValue={({ name, value }) => (name === 'cents' ? `$${Number(value) / 100}` : undefined)} />
);
