import type { EventName } from '../engine/events.ts';
import type { Recommender, RecommenderOptions, TrackedInteraction } from './types.ts';

/** Most calls kept before `init`: a page that never calls it must not grow for ever. */
const MAX_WAITING = 200;

/** `vitrine(command, ...args, callback?)`, said at `time` (ms since 1970). */
export type RunCommand = (time: number, args: unknown[]) => void;

/**
 * The script tag's calls. `init` starts the recommender, once; what came before it waits, the oldest first to go.
 * `shelf` loads the element for a page that adds one later.
 * Every other command is a Recommender's method of that name; a last argument that is a function gets its answer.
 * `ready` calls back with (error) or (undefined, summary). Nothing here throws into the page.
 */
export function createCommands(start: (options: RecommenderOptions) => Recommender, loadShelf: () => void): RunCommand {
  let recommender: Recommender | undefined;
  let waiting: [number, unknown[]][] = [];

  const run: RunCommand = (time, args) => {
    try {
      const [command, ...rest] = args;
      if (command === 'init') {
        if (recommender) return;
        recommender = start(rest[0] as RecommenderOptions);
        const waited = waiting;
        waiting = [];
        for (const [then, call] of waited) run(then, call);
      } else if (recommender && command === 'shelf') loadShelf();
      else if (recommender) perform(recommender, String(command), rest, time);
      else if (waiting.push([time, args]) > MAX_WAITING) waiting.shift();
    } catch (error) {
      console.error('vitrine:', error);
    }
  };
  return run;
}

function perform(recommender: Recommender, command: string, args: unknown[], time: number): void {
  if (command === 'track') {
    const items = Array.isArray(args[1]) ? args[1] : [args[1]];
    for (const item of items as (string | Omit<TrackedInteraction, 'event'>)[])
      void recommender.track(args[0] as EventName, {
        timestamp: time,
        ...(typeof item === 'object' ? item : { itemId: item }),
      });
    return;
  }
  const callback = typeof args.at(-1) === 'function' ? (args.at(-1) as (...answer: unknown[]) => void) : undefined;
  const answered = (...answer: unknown[]) => {
    try {
      callback?.(...answer);
    } catch (error) {
      console.error(error);
    }
  };
  if (command === 'ready') recommender.ready.then((summary) => answered(undefined, summary), answered);
  else if (command === 'close') recommender.close();
  else if (command === 'onChange') recommender.onChange(() => answered());
  // Own: no page can reach what every object has.
  else if (Object.hasOwn(recommender, command)) {
    const method = recommender[command as keyof Recommender] as (...args: unknown[]) => Promise<unknown>;
    void method(...(callback ? args.slice(0, -1) : args)).then(answered);
  } else console.warn(`vitrine: there is no command "${command}"`);
}
