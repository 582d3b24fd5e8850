import { builtRegex } from './built-regex.ts';
import { builtSql } from './built-sql.ts';
import { htmlSink } from './html-sink.ts';
import { shellCommand } from './shell-command.ts';
import { slowRegex } from './slow-regex.ts';
import { uncheckedTls } from './unchecked-tls.ts';
import { weakRandom } from './weak-random.ts';

/** What the well-known rules leave out, as a plugin of oxlint: `.oxlintrc.security.jsonc` says which hold where. */
const plugin = {
  meta: { name: 'countersign' },
  rules: {
    'built-regex': builtRegex,
    'built-sql': builtSql,
    'html-sink': htmlSink,
    'shell-command': shellCommand,
    'slow-regex': slowRegex,
    'unchecked-tls': uncheckedTls,
    'weak-random': weakRandom,
  },
};

// biome-ignore lint/style/noDefaultExport: oxlint loads a plugin by its default export
export default plugin;
