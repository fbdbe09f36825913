/**
 * Told of progress: `stage` in words ("als sweep"), `done` of `total` steps. The CLI draws bars from it; the default is silence.
 */
export type Progress = (stage: string, done: number, total: number) => void;

export const silent: Progress = () => {};
