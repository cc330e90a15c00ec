/* Every sentence in Spanish. */
import { es as base } from './base.ts';
import { es as facets } from './facets.ts';
import { es as map } from './map.ts';
import { es as charts } from './charts.ts';
import { es as panel } from './panel.ts';
import { es as take } from './take.ts';

export const dictionary = { ...base, ...facets, ...map, ...charts, ...panel, ...take };
