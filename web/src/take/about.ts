/* What the server's own files say of themselves: sources with their licences, the date of the data. Only the head of such a file is
 * read, however long it is; the connection is closed after it. */
export interface Source {
  readonly titulo: string;
  readonly licencia: string | null;
}

export interface About {
  readonly date: string | null;
  readonly sources: readonly Source[];
}

const ENOUGH = 200_000;
const FEATURES = '"features":[';

/** The members before the features; null while they are not whole yet. */
export function readHead(text: string): About | null {
  const end = text.indexOf(FEATURES);
  if (end < 0) return null;
  const { fecha_datos, fuentes } = JSON.parse(`${text.slice(0, end)}"features":[]}`) as {
    fecha_datos?: string | null;
    fuentes?: Source[];
  };
  return { date: fecha_datos || null, sources: fuentes ?? [] };
}

/** Of an export as GeoJSON at `address`. */
export async function fetchAbout(address: string, signal: AbortSignal): Promise<About> {
  const response = await fetch(address, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!response.ok || !reader) throw new Error(`${address}: ${response.status}`);
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += value ?? '';
    const about = readHead(text);
    if (about || done || text.length > ENOUGH) {
      void reader.cancel().catch(() => {});
      if (about) return about;
      throw new Error(`${address}: no head`);
    }
  }
}

/** Each source once. */
export function joined(abouts: readonly About[]): About {
  const sources = new Map(abouts.flatMap((one) => one.sources.map((source) => [source.titulo, source])));
  return { date: abouts.find(({ date }) => date)?.date ?? null, sources: [...sources.values()] };
}

export const sourceText = ({ titulo, licencia }: Source) => (licencia ? `${titulo} (${licencia})` : titulo);
