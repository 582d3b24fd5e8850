import classes from './initials.module.css';

/** How many colours there are in the style sheet. */
const HUES = 6;

/** A person as a coloured disc with their initials: decoration beside the name, so nothing to screen readers. */
export function Initials({ name, size = 34 }: { name: string; size?: number }) {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0).toUpperCase() ?? '').join('');
  // The same person always has the same colour.
  const hue = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;
  return (
    <span className={classes.disc} data-hue={hue} style={{ width: size, height: size, fontSize: size * 0.38 }} aria-hidden>
      {letters}
    </span>
  );
}
