import type { OutputStreams } from './output.ts';

/** Streams that remember what was written, for tests. */
export interface Recorder extends OutputStreams {
  out: string;
  err: string;
  code: number;
}

export function createRecorder(options: { isTTY?: boolean; env?: Record<string, string> } = {}): Recorder {
  const recorder: Recorder = {
    out: '',
    err: '',
    code: 0,
    stdout: {
      write(text) {
        recorder.out += text;
      },
    },
    stderr: {
      isTTY: options.isTTY ?? false,
      write(text) {
        recorder.err += text;
      },
    },
    // Tests keep no runs where they do not ask for them.
    env: { VITRINE_RUNS: '', ...options.env },
    exit(code) {
      recorder.code = code;
    },
  };
  return recorder;
}
