import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const tide: MantineColorsTuple = ['#e9f6f7', '#d3ebed', '#a8d6db', '#79c0c8', '#52adb7', '#3399a5', '#1f7f8b', '#14656f', '#0e4f57', '#083940'];
const dark: MantineColorsTuple = ['#d3d8da', '#aeb6b9', '#8b9498', '#687176', '#3b4347', '#2c3337', '#22282b', '#191e20', '#121516', '#0c0f10'];

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  colors: { tide, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' } } },
  components: {
    // The page itself never scrolls, only its parts, so there is nothing to lock (and no style element to allow for it).
    Drawer: { defaultProps: { lockScroll: false } },
    DrawerRoot: { defaultProps: { lockScroll: false } },
    Modal: { styles: { title: { fontWeight: 650 } }, defaultProps: { lockScroll: false, centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } }, styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Menu: { defaultProps: { shadow: 'md' } },
  },
});

/**
 * Colours of our own on top of the theme. Mantine's dimmed, placeholder, error and teal texts miss the 4.5:1 contrast of WCAG AA
 * on our surfaces, so they are set here.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--app-canvas': '#f5f7f7',
    '--app-surface': '#ffffff',
    '--app-line': '#e1e6e7',
    '--app-hover': '#eef2f2',
    '--app-agent': '#6a3fc4',
    '--app-agent-soft': '#f3eefc',
    '--app-agent-line': '#cbb8ee',
    '--mantine-color-dimmed': '#566065',
    '--mantine-color-placeholder': '#667075',
    '--mantine-color-error': '#c22626',
    '--mantine-color-teal-light-color': '#066649',
  },
  dark: {
    '--app-canvas': '#121516',
    '--app-surface': '#191e20',
    '--app-line': '#2c3337',
    '--app-hover': '#22282b',
    '--app-agent': '#c3aef7',
    '--app-agent-soft': '#2a2438',
    '--app-agent-line': '#574784',
    '--mantine-color-body': '#191e20',
    '--mantine-color-dimmed': '#a2abaf',
    '--mantine-color-placeholder': '#8f999d',
    '--mantine-color-error': '#ff8f8f',
  },
});
