/* Lengths for amounts. A double is good enough for a length; what is written beside it is exact. */
import { unitOf, type Unit } from './voice.ts';

export interface Scale {
  /** Where zero is, and a value; both in pixels from the left. */
  readonly zero: number;
  at(value: number): number;
}

/** From the least (0 or below) to the greatest (0 or above) of `values` over `width` pixels. */
export function scaleOf(values: readonly number[], width: number): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const at = (value: number) => ((value - low) / span) * width;
  return { zero: at(0), at };
}

/** Round steps up to `high`: at most `most` of them, 0 included. */
export function ticksOf(high: number, most = 5): number[] {
  if (!(high > 0)) return [0];
  const rough = high / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(high / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Round counts only. */
export const countTicks = (high: number, most = 5): number[] =>
  ticksOf(high, Math.min(most, Math.max(1, high))).filter(Number.isInteger);

/** Ticks of an amount axis in the unit that its largest value reaches; `value` in minor units. */
export function moneyTicks(high: bigint, most = 5): { unit: Unit; ticks: { value: number; text: number }[] } {
  const unit = unitOf(high);
  const factor = Number(unit.minor);
  return {
    unit,
    ticks: ticksOf(Number(high) / factor, most).map((text) => ({ value: text * factor, text })),
  };
}
