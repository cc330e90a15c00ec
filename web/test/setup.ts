/* The page waits for its language before it says anything. */
import { LANGS, loadDictionary } from '../src/i18n/index.ts';

await Promise.all(LANGS.map(loadDictionary));
