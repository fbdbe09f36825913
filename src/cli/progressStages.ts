/** What is to be said of the stages that run: the outer one with what is done of it, and which stage runs within it. */
export interface StageView {
  stage: string;
  /** A stage that runs within a step of it ("als" within "choosing factors"). */
  inner?: string;
  done: number;
  total: number;
  /** Seconds since the stage began. */
  elapsed: number;
  /** Seconds that remain at the pace so far; undefined while there is none to go by. */
  left?: number;
  /** Begun with this call, for the first time or again. */
  isNew: boolean;
  isOver: boolean;
}

interface Stage {
  name: string;
  began: number;
  /** What was done when it began: a resumed stage does not begin at 0. */
  from: number;
  done: number;
  total: number;
}

/** Stages that may begin within a step of another until that one is taken to be over: it told nobody of its end. */
const MOST_WITHIN = 4;

/** Seconds before a pace is trusted. */
const SETTLED = 2;

/**
 * Makes sense of a trainer's progress, which is one stream: a stage that is told of again after others was outside them, and they
 * were steps of it. What remains is reckoned from the outer stage's own pace.
 */
export class Stages {
  #outer: Stage | undefined;
  #inner: Stage | undefined;
  #begunWithin = 0;

  /** @param now milliseconds */
  tell(name: string, done: number, total: number, now: number): StageView {
    const outer = this.#outer;
    let isNew = false;
    if (outer?.name === name && done >= outer.done) {
      Object.assign(outer, { done, total });
      this.#inner = undefined;
      this.#begunWithin = 0;
    } else if (!outer || outer.name === name || outer.done >= outer.total || this.#begunWithin >= MOST_WITHIN) {
      this.#outer = { name, began: now, from: done, done, total };
      this.#inner = undefined;
      this.#begunWithin = 0;
      isNew = true;
    } else {
      if (this.#inner?.name !== name) this.#begunWithin++;
      this.#inner = { name, began: now, from: done, done, total };
    }
    return this.#view(now, isNew);
  }

  #view(now: number, isNew: boolean): StageView {
    const { name, began, from, done, total } = this.#outer!;
    const elapsed = (now - began) / 1000;
    const isPaced = elapsed >= SETTLED && done > from && total > done;
    return {
      stage: name,
      ...(this.#inner ? { inner: this.#inner.name } : {}),
      done,
      total,
      elapsed,
      ...(isPaced ? { left: (elapsed / (done - from)) * (total - done) } : {}),
      isNew,
      isOver: done >= total,
    };
  }
}

/** "8 s", "3 min", "1 h 20 min": as exactly as an estimate is. */
export function aboutText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
