/** The name of a tool in words: the receipt of a contract that renders none. */
export function toWords(toolName: string): string {
  const words = toolName.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
