// Gradient-boosted trees (src/trainer/models/trees): the loops over rows and bins. See treeJob.ts for how threads share one job.
import { encodeChunk, sortChunk } from './treeBins';
import { histogramChunk } from './treeHistogram';
import { awaitJob, awaitNext, chunkDone, isOver, jobNumber, keepJob, kindOf, openJob, takeChunk } from './treeJob';
import { lambdaChunk } from './treeLambdas';
import { joinChunk, partChunk } from './treePartition';
import { addLeafChunk, addTreeChunk, logisticChunk, packChunk, squareChunk, sumChunk, turnChunk } from './treeRows';
import { splitChunk } from './treeSplit';

/** In the order of JOBS in src/trainer/models/trees/team.ts. */
function work(job: usize, chunk: i32, thread: i32): void {
  switch (kindOf(job)) {
    case 0:
      return turnChunk(job, chunk);
    case 1:
      return logisticChunk(job, chunk);
    case 2:
      return squareChunk(job, chunk);
    case 3:
      return sumChunk(job, chunk);
    case 4:
      return packChunk(job, chunk);
    case 5:
      return histogramChunk(job, chunk, thread);
    case 6:
      return splitChunk(job, chunk);
    case 7:
      return partChunk(job, chunk);
    case 8:
      return joinChunk(job, chunk);
    case 9:
      return addLeafChunk(job, chunk);
    case 10:
      return addTreeChunk(job, chunk);
    case 11:
      return sortChunk(job, chunk);
    case 12:
      return encodeChunk(job, chunk);
    case 13:
      return lambdaChunk(job, chunk, thread);
  }
}

/** Does a job of `chunks` chunks, with whoever else is there; one chunk is done here at once. The job's number. */
export function treeJob(job: usize, chunks: i32): i32 {
  if (chunks <= 1) {
    keepJob(job);
    if (chunks == 1) work(job, 0, 0);
    return jobNumber(job);
  }
  openJob(job, chunks);
  let chunk: i32;
  while ((chunk = takeChunk(job)) >= 0) {
    work(job, chunk, 0);
    chunkDone(job);
  }
  awaitJob(job, chunks);
  return jobNumber(job);
}

/** What every other thread does, until the job is over. */
export function treeThread(job: usize, thread: i32): void {
  while (!isOver(job)) {
    const last = jobNumber(job);
    let chunk: i32;
    while ((chunk = takeChunk(job)) >= 0) {
      work(job, chunk, thread);
      chunkDone(job);
    }
    awaitNext(job, last);
  }
}
