/**
 * Everything in a run that could grow without end, and where it ends: named here and nowhere else, listed in
 * `docs/bounds.md`, and each reached by a test (`test/bounds.test.ts` sees to both). What the server keeps and takes is
 * in `server/bounds.ts`; what a platform takes in one request is in its dialect's `limits`.
 */

export interface Bound {
  most: number
  unit:
    | 'rows'
    | 'characters'
    | 'bytes'
    | 'reasons'
    | 'keys'
    | 'answers'
    | 'events'
    | 'requests'
    | 'steps'
    | 'ms'
    | 'connections'
    | 'messages'
    | 'runs'
    | 'paths'
    | 'conditions'
  /** What there is no more of. */
  of: string
  /** What happens then. */
  beyond: string
  /** The test that goes beyond, from the top folder. */
  reached: string
}

export const bounds = {
  pageRows: {
    most: 1000,
    unit: 'rows',
    of: 'a page, read from a source at a time; a run holds one page, one that the second thread has, one that the source gives ahead, an unfinished batch of each group and one batch ahead',
    beyond: 'The rest waits in the source.',
    reached: 'test/bounds.test.ts',
  },
  pageCharacters: {
    most: 8_000_000,
    unit: 'characters',
    of: 'a page of wide rows, as far as the page before tells; one row is never cut',
    beyond: 'The next page has fewer rows.',
    reached: 'test/bounds.test.ts',
  },
  unpackedBytes: {
    most: 16 * 1024 ** 3,
    unit: 'bytes',
    of: 'what a gzipped or zipped file unpacks into; above 64 MiB, 200 times its own size; 256 MiB of the disk stay free in any case',
    beyond: 'The file is refused.',
    reached: 'nodes/sources/file/archives.test.ts',
  },
  recordCharacters: {
    most: 2_000_000,
    unit: 'characters',
    of: 'one record of a file; a cell of a database is as long as that database allows',
    beyond: 'The file is refused, with the line.',
    reached: 'nodes/sources/file/file.test.ts',
  },
  slice: {
    most: 8,
    unit: 'ms',
    of: 'work between two looks at what else waits, such as the interface; one row is never cut',
    beyond: 'Others have their turn.',
    reached: 'test/turns.test.ts',
  },
  reasons: {
    most: 500,
    unit: 'reasons',
    of: 'the different reasons of a run that are counted apart',
    beyond: 'Further ones are counted together, row by row, so that the books balance.',
    reached: 'test/bounds.test.ts',
  },
  samples: {
    most: 5,
    unit: 'keys',
    of: 'the rows named with a reason in a report',
    beyond: 'Further rows are counted; the list of rows with problems has more of them.',
    reached: 'test/bounds.test.ts',
  },
  keyShown: {
    most: 300,
    unit: 'characters',
    of: 'a key, where reports and lists name a row by it',
    beyond: 'It is shown cut, with … at its end; the row is known by the whole of it.',
    reached: 'test/bounds.test.ts',
  },
  keptAnswers: {
    most: 256,
    unit: 'answers',
    of: 'a field whose values repeat, kept so that they are not made again',
    beyond: 'They are forgotten, and made again when they are asked for.',
    reached: 'runtime/remembered.test.ts',
  },
  keptContexts: {
    most: 16,
    unit: 'answers',
    of: 'the countries that such answers are kept for',
    beyond: 'They are forgotten, and made again when they are asked for.',
    reached: 'runtime/remembered.test.ts',
  },
  huntCalls: {
    most: 200,
    unit: 'requests',
    of: 'looking for the bad events of one refused batch',
    beyond: 'The run stops; what was not answered stays new.',
    reached: 'runtime/deliver.test.ts',
  },
  countedHere: {
    most: 100_000,
    unit: 'rows',
    of: 'counting for people (repeated keys, a column’s values, what a lookup finds) where the source cannot count',
    beyond: 'The answer says that only the first rows were looked at.',
    reached: 'test/bounds.test.ts',
  },
  countedConditions: {
    most: 2000,
    unit: 'conditions',
    of: 'what a source is asked at once to count the rows that each filter leaves out, where it decides several',
    beyond: 'The filters from there on are decided here, row by row; the numbers are the same.',
    reached: 'test/many-filters.test.ts',
  },
  heldRows: {
    most: 200_000,
    unit: 'rows',
    of: 'a second table that is looked up in memory',
    beyond: 'The run stops before anything is sent, and says where the lookup can stand instead.',
    reached: 'test/bounds.test.ts',
  },
  shownEvents: {
    most: 20,
    unit: 'events',
    of: 'what is kept of one sending for people to see',
    beyond: 'The number of events is told; the others are not kept.',
    reached: 'test/bounds.test.ts',
  },
  shownCharacters: {
    most: 64 * 1024,
    unit: 'characters',
    of: 'the events of one sending, and its answer, as people see them',
    beyond: 'The rest is left out, and it is said.',
    reached: 'test/bounds.test.ts',
  },
  answerCharacters: {
    most: 1024 * 1024,
    unit: 'characters',
    of: 'a platform’s answer that is read as JSON',
    beyond: 'It counts as an answer that cannot be read.',
    reached: 'test/bounds.test.ts',
  },
  steps: {
    most: 1000,
    unit: 'steps',
    of: 'one flow',
    beyond: 'The document is refused.',
    reached: 'test/api-life.test.ts',
  },
} satisfies Readonly<Record<string, Bound>>
