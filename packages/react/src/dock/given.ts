export type Given<Props> = { [Name in keyof Props]?: Exclude<Props[Name], undefined> };

/** Props without those that are undefined: what a host leaves out must not replace what is there. */
export function given<Props extends object>(props: Props): Given<Props> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Given<Props>;
}
