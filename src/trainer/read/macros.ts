import { EVENT_CODES } from './eventCodes.ts';

/** Last millisecond of the year 9999. */
const LAST_TIME = 253402300799999;

/**
 * SQL that every format shares.
 *
 * - `to_number(text)`: a finite DOUBLE, or NULL.
 * - `to_time(text)`: milliseconds since 1970 UTC, or NULL. ISO 8601 (no offset = UTC), or a number since 1970 whose unit
 *   its size tells: below 1e11 seconds (the year 5138), below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds.
 *   So milliseconds before March 1973 would be taken for seconds.
 * - `event_name(text)`: the spelling under which `event_codes(name, code)` knows it.
 * - `split_ids(text)`, `is_id_line(text)`: the ids between spaces and tabs, and whether a line is nothing else.
 * - `code_units(id)`: a key that sorts as JavaScript compares strings. DuckDB compares code points, which differs where one
 *   id has a character above U+FFFF and the other one of U+E000 to U+FFFF.
 */
export const PREPARE: readonly string[] = [
  `SET TimeZone = 'UTC'`,
  `CREATE MACRO to_number(text) AS CASE WHEN isfinite(try_cast(text AS DOUBLE)) THEN try_cast(text AS DOUBLE) END`,
  `CREATE MACRO epoch_to_ms(t) AS CASE
     WHEN t < 1e11 THEN t * 1000 WHEN t < 1e14 THEN t WHEN t < 1e17 THEN t / 1000 ELSE round(t / 1000) / 1000 END`,
  `CREATE MACRO instant_to_ms(t) AS epoch_us(t) / 1000`,
  `CREATE MACRO any_time(text) AS CASE
     WHEN try_cast(text AS DOUBLE) IS NOT NULL THEN epoch_to_ms(try_cast(text AS DOUBLE))
     ELSE instant_to_ms(coalesce(
       try_cast(text AS TIMESTAMPTZ),
       try_cast(regexp_replace(text, '([T ][0-9]{1,2}:[0-9]{2})(Z|[+-][0-9]{2}:?[0-9]{2})?$', '\\1:00\\2') AS TIMESTAMPTZ)
     )) END`,
  `CREATE MACRO to_time(text) AS CASE WHEN any_time(text) BETWEEN 0 AND ${LAST_TIME} THEN any_time(text) END`,
  `CREATE MACRO event_name(text) AS replace(replace(lower(trim(text)), ' ', '_'), '-', '_')`,
  `CREATE MACRO code_units(id) AS CASE WHEN regexp_matches(id, '[\\x{E000}-\\x{10FFFF}]') THEN
     regexp_replace(regexp_replace(id, '([\\x{E000}-\\x{FFFF}])', chr(57345) || '\\1', 'g'),
       '([\\x{10000}-\\x{10FFFF}])', chr(57344) || '\\1', 'g') ELSE id END`,
  `CREATE MACRO split_ids(text) AS string_split_regex(trim(text, chr(9) || ' '), '[\\s]+')`,
  `CREATE MACRO is_id_line(text) AS regexp_matches(text, '^[^,"{}]*[^,"{}\\s][^,"{}]*$')`,
  `CREATE TABLE event_codes AS SELECT * FROM (VALUES
     ${EVENT_CODES.map(([name, code]) => `('${name}', ${code ?? 'NULL'}::UTINYINT)`).join(', ')}) t(name, code)`,
];
