import { EVENT_NAMES } from '../../../engine/events.ts';
import { VitrineError } from '../../../errors/error.ts';
import type { CatalogueRow } from '../../tables/log.ts';
import { beside } from '../beside.ts';
import { firstLine } from '../firstLine.ts';
import type { LogReader, ReadTask } from '../reader.ts';
import { refuseBad } from '../refuse.ts';
import { type Staged, stageLines, stageTable } from '../stage.ts';

const RATINGS = {
  user: { names: ['userId', 'user_id'] },
  movie: { names: ['movieId', 'movie_id'] },
  rating: { names: ['rating'] },
  time: { names: ['timestamp'] },
} as const;
const MOVIES = {
  movie: { names: ['movieId', 'movie_id'] },
  title: { names: ['title'] },
  genres: { names: ['genres'] },
} as const;

/** Below this a rating says that the film was not liked. */
const MIN_RATING = 4;

/**
 * MovieLens (grouplens.org): ratings.csv with a header, or the older ratings.dat with `::` between fields. A rating of
 * `minRating` or more is a purchase with the rating as its value; lower ones are left out and counted. Movies beside it
 * (movies.csv or movies.dat, UTF-8 or the Latin-1 of ML-1M) give titles, and the genres as a category path.
 */
export const readMovielens: LogReader = async (task) => {
  const { db, file, options } = task;
  const minRating = options.minRating ?? MIN_RATING;
  const staged = await stageFields(task, file, RATINGS);
  await db.run(`CREATE TABLE log AS
    SELECT line, 0 AS step, "user" AS shopper, movie AS item, ${EVENT_NAMES.indexOf('purchase')}::UTINYINT AS event,
      to_time("time") AS time, to_number(rating) AS value, NULL::DOUBLE AS quantity, NULL::DOUBLE AS price,
      NULL::VARCHAR AS session,
      CASE
        WHEN coalesce("user", '') = '' OR coalesce(movie, '') = '' THEN 'no user or movie'
        WHEN to_number(rating) IS NULL THEN 'the rating is not a number'
        WHEN to_time("time") IS NULL THEN 'not a time'
      END AS bad,
      CASE WHEN bad IS NULL AND to_number(rating) < ${Number(minRating)} THEN 'rating below ${Number(minRating)}' END AS skip
    FROM ${staged.relation}`);
  await staged.takeRejects();
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, catalogue: await readMovies(task) };
};

/** `spec`'s columns by header where there is one, by place where `::` says that there is none. */
async function stageFields(task: ReadTask, file: string, spec: typeof RATINGS | typeof MOVIES): Promise<Staged> {
  const { db, progress } = task;
  const first = await firstLine(file).catch((thrown: unknown) => {
    if (file !== task.file && isEncoding(thrown)) return '::';
    throw thrown;
  });
  if (!first.includes('::')) return stageTable(db, file, spec, progress);
  const staged = await stageLines(db, file, progress).catch((thrown: unknown) => {
    if (file !== task.file && isEncoding(thrown)) return stageLines(db, file, progress, 'latin1');
    throw thrown;
  });
  const fields = Object.keys(spec).map((name, at) => `fields[${at + 1}] AS "${name}"`);
  const relation = `(SELECT line, ${fields.join(', ')} FROM (SELECT line, string_split(text, '::') AS fields FROM ${staged.relation}))`;
  return { ...staged, relation };
}

function isEncoding(thrown: unknown): boolean {
  return thrown instanceof VitrineError && thrown.code === 'INPUT_ENCODING';
}

async function readMovies(task: ReadTask): Promise<CatalogueRow[]> {
  const file = await beside(task.file, ['movies.csv', 'movies.dat']);
  if (file === undefined) return [];
  const staged = await stageFields(task, file, MOVIES);
  const rows = await task.db.rows(`SELECT line, movie, title, genres FROM ${staged.relation} ORDER BY line`);
  await staged.takeRejects();
  const { bad } = staged;
  refuseBad(
    { rows: staged.rows, bad: bad.count, badLines: bad.first, used: rows.length, skipped: {} },
    file,
    task.options.maxBad,
  );
  return rows.flatMap(([, movie, title, genres]) => {
    if (typeof movie !== 'string' || movie === '') return [];
    const named = typeof genres === 'string' && !genres.startsWith('(no genres');
    return [
      {
        itemId: movie,
        ...(typeof title === 'string' ? { title } : {}),
        ...(named ? { category: genres.replaceAll('|', ' > ') } : {}),
      },
    ];
  });
}
