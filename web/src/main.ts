import 'ol/ol.css';
import './styles/page.css';
import { Client } from './api/client.ts';
import { Transport } from './api/transport.ts';
import { isLoaded, loadDictionary, preferredLang } from './i18n/index.ts';
import { Store } from './state/store.ts';
import { providePage } from './ui/part.ts';

/* For what the server wrote to be painted. */
const MOST_WAIT_MS = 400;

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

/* What the server wrote of this page is seen first. A page in the background paints nothing, and does not wait for it. */
const painted = new Promise<void>((done) => {
  if (document.hidden) return done();
  new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true });
  setTimeout(done, MOST_WAIT_MS);
});

void Promise.all([import('./ui/app.ts'), loadDictionary(store.state.lang), painted]).then(([{ start }]) =>
  setTimeout(start),
);
