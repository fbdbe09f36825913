import { pathSimilarity, type Similarity } from './beyondAccuracy.ts';
import type { Asked } from './lists.ts';

/**
 * The ways in which a bundle can tell that two of its items are alike, by the metric of diversity they give: `diversity` by
 * category paths, `contentDiversity` by the cosine of text vectors. Those that it has nothing for are absent.
 */
export function similaritiesOf({ bundle, sources }: Asked): Record<string, Similarity> {
  const { category, categories } = bundle.catalogue;
  const content = sources?.content;
  return {
    ...(categories.some((path) => path !== '') ? { diversity: byCategory(category, categories) } : {}),
    ...(content
      ? { contentDiversity: (item, others) => content.cosinesOf(item, others).map((cosine) => clamp(cosine)) }
      : {}),
  };
}

function byCategory(category: Uint16Array, categories: readonly string[]): Similarity {
  const known = new Map<number, number>();
  const alike = (a: number, b: number) => {
    const key = a * categories.length + b;
    let similarity = known.get(key);
    if (similarity === undefined) {
      similarity = pathSimilarity(categories[a]!, categories[b]!);
      known.set(key, similarity);
    }
    return similarity;
  };
  return (item, others) => Float64Array.from(others, (other) => alike(category[item]!, category[other]!));
}

const clamp = (cosine: number) => Math.min(1, Math.max(0, cosine));
