import 'ol/ol.css';
import './styles/page.css';
import { Client } from './api/client.ts';
import { Transport } from './api/transport.ts';
import { preferredLang } from './i18n/index.ts';
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

void import('./ui/app.ts');
