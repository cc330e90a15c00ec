/* Every sentence in English. */
import type { Dictionary } from '../index.ts';
import { en as base } from './base.ts';
import { en as facets } from './facets.ts';
import { en as map } from './map.ts';
import { en as charts } from './charts.ts';
import { en as panel } from './panel.ts';
import { en as take } from './take.ts';

export const dictionary: Dictionary = { ...base, ...facets, ...map, ...charts, ...panel, ...take };
