/** What a stored text may be made of. Postgres cannot hold U+0000, and no name or note needs the other control characters. */
export const isLine = (text: string) => !/\p{Cc}/u.test(text);
export const LINE = 'Control characters and line breaks are not allowed here.';

/** The same for texts of several lines. */
export const isText = (text: string) => !/[^\P{Cc}\t\r\n]/u.test(text);
export const TEXT = 'Control characters are not allowed here.';
