/* Coordinates and lengths as people read them. Pure. */
import type { Lang } from '../i18n/index.ts';
import { formatNumber } from '../lib/number.ts';

const LETTERS: Readonly<Record<Lang, string>> = { es: 'NSEO', en: 'NSEW' };

/** es: "10,39123° N  75,47912° O": always as many digits, so that nothing moves while the pointer does. */
export function formatLonLat(lon: number, lat: number, lang: Lang): string {
  const letters = LETTERS[lang];
  const one = (value: number, positive: number) => {
    const text = Math.abs(value).toFixed(5);
    return `${lang === 'es' ? text.replace('.', ',') : text}°\u00a0${letters[value < 0 ? positive + 1 : positive]}`;
  };
  return `${one(lat, 0)} ${one(lon, 2)}`;
}

/** As other maps take them: latitude, longitude. */
export const plainLatLon = (lon: number, lat: number) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

/** "850 m", "12,4 km". */
export function formatLength(metres: number, lang: Lang): string {
  if (metres < 1000) return `${formatNumber(metres, lang, metres < 10 ? 1 : 0)} m`;
  return `${formatNumber(metres / 1000, lang, metres < 1e5 ? 2 : 0)} km`;
}

/** "850 m²", "12,4 ha", "3,2 km²". */
export function formatArea(squareMetres: number, lang: Lang): string {
  if (squareMetres < 1e4) return `${formatNumber(squareMetres, lang, 0)} m²`;
  if (squareMetres < 1e7) return `${formatNumber(squareMetres / 1e4, lang, 2)} ha`;
  return `${formatNumber(squareMetres / 1e6, lang, 2)} km²`;
}

/** The longest round length that fits `most` pixels, and its pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const longest = metresPerPixel * most;
  const unit = 10 ** Math.floor(Math.log10(longest));
  const metres = ([5, 2, 1].find((lead) => lead * unit <= longest) ?? 1) * unit;
  return { metres, pixels: metres / metresPerPixel };
}
