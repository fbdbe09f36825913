import type { ServingConfig } from '../bundle/manifest.ts';
import {
  PLACEMENTS,
  type Placement,
  type RecommendRequest,
  SOURCE_NAMES,
  type SourceName,
  type SourceSettings,
} from './types.ts';

/** Items that a source may propose where nothing says how many. */
export const DEFAULT_QUOTA = 200;

/** What a request asks of a source. `weight` is absent where nobody set one: then what the blend learned counts as it is. */
export interface Asking {
  quota: number;
  weight?: number;
}

/**
 * What each placement asks of the sources where the bundle does not say. A source with no section in the bundle is not
 * there to be asked. The weights of the blend are learned on `home`: its sources must be those that a shelf may show.
 * - Recently viewed items are no news to anybody: only where the shopper found nothing else, or where a request asks.
 * - New arrivals and trends get a small place: they widen the choice, they do not make it.
 * - What goes with the cart matters most in the cart, whatever it was worth at home, so it has a weight of its own there.
 */
export const DEFAULT_PLACEMENTS: Readonly<Record<Placement, SourceSettings>> = {
  home: { recent: { quota: 0 }, trending: { quota: 20 }, arrivals: { quota: 20 } },
  product: { recent: { quota: 0 }, trending: { quota: 0 }, arrivals: { quota: 0 } },
  category: { recent: { quota: 0 }, trending: { quota: 50 }, arrivals: { quota: 50 } },
  cart: { together: { weight: 1 }, recent: { quota: 0 }, trending: { quota: 0 }, arrivals: { quota: 0 } },
  search: { recent: { quota: 0 }, trending: { quota: 20 }, arrivals: { quota: 20 } },
  search_empty: { recent: { quota: 20 }, trending: { quota: 100 }, arrivals: { quota: 50 } },
};

/**
 * The placement that a request asks for; home where it names none, or one that this version does not know: a page that
 * misspells it, or is newer than the script, gets a shelf all the same.
 */
export function placementOf({ placement }: Pick<RecommendRequest, 'placement'>): Placement {
  return placement !== undefined && PLACEMENTS.includes(placement) ? placement : 'home';
}

/** The settings of every source: the request's over the bundle's over the defaults, field by field. */
export function askingOf(
  serving: Pick<ServingConfig, 'placements'>,
  request: Pick<RecommendRequest, 'placement' | 'sources'>,
): Record<SourceName, Asking> {
  const placement = placementOf(request);
  const layers = [DEFAULT_PLACEMENTS[placement], serving.placements?.[placement], request.sources];
  const asking = {} as Record<SourceName, Asking>;
  for (const name of SOURCE_NAMES) {
    const asked: Asking = { quota: DEFAULT_QUOTA };
    for (const layer of layers) {
      const { quota, weight } = layer?.[name] ?? {};
      if (quota !== undefined) asked.quota = quota;
      if (weight !== undefined) asked.weight = weight;
    }
    asking[name] = asked;
  }
  return asking;
}

/** The quotas alone, as retrieval takes them. */
export function quotasOf(asking: Readonly<Record<SourceName, Asking>>): Record<SourceName, number> {
  const quotas = {} as Record<SourceName, number>;
  for (const name of SOURCE_NAMES) quotas[name] = asking[name].quota;
  return quotas;
}
