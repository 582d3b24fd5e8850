/** What TypeScript is told of the style sheet: it is there, and exports nothing. */
export {};
