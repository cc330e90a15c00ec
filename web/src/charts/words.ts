/* The sentences on top of the charts of one dimension, made of the same exact figures as the drawing. */
import type { Groups } from '../api/totals.ts';
import type { Key } from '../i18n/index.ts';
import { minorOf } from '../lib/money.ts';
import type { Bars } from '../state/view.ts';
import { rowsOf, type Row } from './rows.ts';
import type { Voice } from './voice.ts';

/** The dimensions that have words of their own for "who gives" and "nobody says". */
export type Told = 'fuente' | 'tema' | 'clase' | 'tipo' | 'modalidad' | 'forma' | 'anio';

const word = (said: string, by: Told): Key => `graficos.${said}.${by}` as Key;

export const nameOf =
  (voice: Voice) =>
  (row: Row): string => {
    if (row.kind === 'otros') return voice.count('graficos.otros', row.members);
    if (row.kind === 'valor' || row.kind === 'sin-dato') return row.name;
    return voice.t(`graficos.fila.${row.kind}`);
  };

interface Found {
  readonly total: bigint | null;
  readonly all: number;
  readonly top: readonly Row[];
  readonly unknown: Row | undefined;
}

function find(groups: Groups, mode: Bars): Found {
  const rows = rowsOf(groups, mode);
  const values = rows.filter((row) =>
    row.kind !== 'valor' ? false : mode === 'valor' ? (row.minor ?? 0n) > 0n : (row.projects ?? 0) > 0,
  );
  return {
    total: groups.todo.valor === null ? null : minorOf(groups.todo.valor),
    all: groups.todo.proyectos,
    top: values,
    unknown: rows.find(({ kind }) => kind === 'sin-dato'),
  };
}

/** "Gobierno español pone el 49 % del valor conocido". */
export function titleOf(groups: Groups, by: Told, mode: Bars, voice: Voice): string {
  const { total, all, top, unknown } = find(groups, mode);
  const [first, second] = top;
  if (all === 0) return voice.t('graficos.vacio');
  if (!first) {
    if (unknown && (unknown.projects ?? 0) > 0) return voice.t(word('nadie', by));
    return voice.t('graficos.sin-ningun-valor');
  }
  if (mode === 'proyectos') {
    return voice.t(word('titulo-n', by), {
      nombre: first.name,
      k: voice.number(first.projects ?? 0),
      total: voice.count('areas.proyectos', all),
    });
  }
  /* Two that are much alike are one finding. */
  const [one, two] = [first.minor ?? 0n, second?.minor ?? 0n];
  if (by !== 'forma' && second && two * 2n >= one && (one + two) * 2n >= (total ?? 0n)) {
    return voice.t(word('titulo-2', by), {
      nombre: first.name,
      nombre2: second.name,
      parte: voice.share(one + two, total ?? 0n),
    });
  }
  return voice.t(word('titulo', by), {
    nombre: first.name,
    parte: voice.share(first.minor ?? 0n, total ?? 0n),
  });
}

export function sentenceOf(groups: Groups, by: Told, mode: Bars, voice: Voice): string {
  const { total, all, top, unknown } = find(groups, mode);
  if (all === 0) return voice.t('graficos.vacio-frase');
  const said: string[] = [];
  const lower = (name = '') => (by === 'forma' ? name.toLowerCase() : name);
  const [first, second] = top;
  if (mode === 'valor' && (total === null || total === 0n)) {
    said.push(voice.count('graficos.ningun-valor', all));
  } else if (mode === 'valor' && first) {
    said.push(
      voice.t(second ? word('frase-2', by) : word('frase', by), {
        valor: voice.money(total),
        parte: voice.share(first.minor ?? 0n, total ?? 0n),
        nombre: lower(first.name),
        parte2: second ? voice.share(second.minor ?? 0n, total ?? 0n) : '',
        nombre2: lower(second?.name),
      }),
    );
  } else if (mode === 'proyectos' && first) {
    said.push(
      voice.t(second ? 'graficos.frase-n-2' : 'graficos.frase-n', {
        nombre: first.name,
        k: voice.number(first.projects ?? 0),
        nombre2: second?.name ?? '',
        k2: voice.number(second?.projects ?? 0),
        total: voice.number(all),
      }),
    );
  }
  if (unknown && (unknown.projects ?? 0) > 0) said.push(unknownText(unknown, all, total, by, mode, voice));
  return said.join(' ');
}

function unknownText(
  row: Row,
  all: number,
  total: bigint | null,
  by: Told,
  mode: Bars,
  voice: Voice,
): string {
  const text = voice.count(word('callan', by), row.projects ?? 0, { total: voice.number(all) });
  return mode === 'valor' && total !== null && row.minor !== null && row.minor > 0n
    ? `${text.replace(/\.$/, '')}${voice.t('graficos.callan-valor', { valor: voice.money(row.minor) })}`
    : text;
}
