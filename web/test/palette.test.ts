/* The ramp as the page has it: neighbours told apart, in both schemes, by anybody. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RAMP, rampSteps } from '../src/map/palette.ts';

const css = readFileSync(new URL('../src/styles/map.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

type Rgb = readonly [number, number, number];

function ramp(part: string): Rgb[] {
  return Array.from({ length: RAMP }, (_, i) => {
    const hex = new RegExp(`--mapa-rampa-${i + 1}: #([0-9a-f]{6})`).exec(part)?.[1] ?? '';
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
  });
}

const linear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/* WCAG 2.2: relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const contrast = (a: Rgb, b: Rgb) => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

/* What a dichromat sees: Viénot, Brettel and Mollon, Digital Video Colourmaps for Checking the Legibility of Displays by Dichromats,
 * Color Research and Application 24, 1999, in linear RGB. */
const DICHROMATS = {
  protan: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deutan: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};
const seenBy = (matrix: readonly (readonly number[])[], colour: Rgb): number => {
  const [r = 0, g = 0, b = 0] = matrix.map((row) =>
    Math.max(
      0,
      row.reduce((sum, weight, i) => sum + weight * linear(colour[i] ?? 0), 0),
    ),
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

describe.each([
  ['light', light, -1],
  ['dark', dark, 1],
])('the ramp, %s', (_, part, way) => {
  const colours = ramp(part);

  it('goes one way in lightness, for everybody', () => {
    for (const see of [luminance, ...Object.values(DICHROMATS).map((m) => (c: Rgb) => seenBy(m, c))])
      colours.slice(1).forEach((colour, i) => {
        expect(Math.sign(see(colour) - see(colours[i] as Rgb))).toBe(way);
      });
  });

  it('keeps neighbours apart, the more the fewer there are', () => {
    for (let n = 2; n <= RAMP; n++) {
      const used = rampSteps(n).map((step) => colours[step] as Rgb);
      expect(used.length).toBe(n);
      for (let i = 1; i < n; i++)
        expect(contrast(used[i] as Rgb, used[i - 1] as Rgb)).toBeGreaterThan(n > 3 ? 1.3 : 2.4);
    }
  });
});

it('uses the ends of the ramp', () => {
  expect(rampSteps(1)).toEqual([3]);
  expect(rampSteps(2)).toEqual([0, 6]);
  expect(rampSteps(7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
