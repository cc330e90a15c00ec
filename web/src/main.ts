import 'ol/ol.css';
import './styles/page.css';
import { Client } from './api/client.ts';
import { Transport } from './api/transport.ts';
import { isLoaded, loadDictionary, preferredLang } from './i18n/index.ts';
import { Store } from './state/store.ts';
import { providePage } from './ui/part.ts';

const live = document.getElementById('anuncios');
const store = new Store(window, preferredLang(navigator.languages));

providePage({
  store,
  client: new Client(
    new Transport((outage) => store.setOutage(outage)),
    () => store.state.lang,
    (key, value, reason) => store.refuse(key, value, reason),
  ),
  announce: (sentence) => {
    if (live) live.textContent = sentence;
  },
});

/* The other language comes when it is asked for; until then the page speaks the one it has. */
store.subscribe(({ lang }) => {
  if (!isLoaded(lang)) void loadDictionary(lang).then(() => store.refresh());
});

void Promise.all([import('./ui/app.ts'), loadDictionary(store.state.lang)]).then(([{ start }]) => start());
