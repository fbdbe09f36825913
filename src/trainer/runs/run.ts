/** A file that a run read, by what was in it. */
export interface RunData {
  file: string;
  sha256: string;
  bytes: number;
}

/** What is kept of one run of a verb: `run.json` in the run's folder. */
export interface Run {
  /** Name of its folder: when it began, UTC, and six digits of a hash. */
  id: string;
  verb: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  seconds: number;
  /** Version of vitrine. */
  version: string;
  data: RunData[];
  /** Options and settings: text, numbers, lists, objects. */
  params: Record<string, unknown>;
  /** Figures by name: "ndcg@10", "bundleBytes". */
  metrics: Record<string, number>;
  /** What the run made, where it made something: the bundle's version and its families. */
  made?: { bundleVersion?: string; model?: string; out?: string };
}

/** A nested object as one level: {"als": {"dimensions": 64}} is {"als.dimensions": 64}. Lists are text. Empty objects vanish. */
export function flatten(params: Record<string, unknown>, prefix = ''): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      flat[prefix + key] = value;
    else if (Array.isArray(value)) flat[prefix + key] = JSON.stringify(value);
    else Object.assign(flat, flatten(value as Record<string, unknown>, `${prefix}${key}.`));
  }
  return flat;
}
