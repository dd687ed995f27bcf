/** What the server takes and keeps, and where that ends. See `runtime/bounds.ts`. */
import type { Bound } from '../runtime/bounds.ts'

export const serverBounds = {
  bodyBytes: {
    most: 1024 * 1024,
    unit: 'bytes',
    of: 'the body of a request to the API, files apart',
    beyond: 'Refused with 413.',
    reached: 'test/bounds.test.ts',
  },
  uploadBytes: {
    most: 2 * 1024 ** 3,
    unit: 'bytes',
    of: 'one file that is given to the server; 256 MiB of the disk stay free in any case',
    beyond: 'Refused with 413; nothing of it is kept.',
    reached: 'test/uploads.test.ts',
  },
  previewRows: {
    most: 200,
    unit: 'rows',
    of: 'a preview',
    beyond: 'Refused with 400.',
    reached: 'test/bounds.test.ts',
  },
  threadBytes: {
    most: 256 * 1024 ** 2,
    unit: 'bytes',
    of: 'the memory of the second thread, which prepares the events of large runs',
    beyond:
      'It ends; the page that it had, and all that follow, are prepared by the first one. The runs that it worked for end as they would without it.',
    reached: 'server/runs/second-thread.test.ts',
  },
  feedItems: {
    most: 1000,
    unit: 'messages',
    of: 'what happened lately, kept for ten minutes so that a listener who was away goes on where it was',
    beyond: 'Who was away for longer is told to read everything again.',
    reached: 'server/feed.test.ts',
  },
  feedBacklog: {
    most: 4 * 1024 * 1024,
    unit: 'characters',
    of: 'what waits for one listener that does not read, such as a browser on a sleeping machine',
    beyond: 'The connection is closed; a browser comes back by itself and goes on where it was.',
    reached: 'test/bounds.test.ts',
  },
  listeners: {
    most: 200,
    unit: 'connections',
    of: 'listeners to the live feed at a time',
    beyond: 'Refused with 429.',
    reached: 'test/bounds.test.ts',
  },
  problems: {
    most: 10_000,
    unit: 'rows',
    of: 'the rows with reasons kept of one run; its report counts all of them',
    beyond: 'Counted, not listed.',
    reached: 'server/store/runs.test.ts',
  },
  runs: {
    most: 10_000,
    unit: 'runs',
    of: 'the runs kept of a flow; none for longer than 180 days',
    beyond: 'The oldest are forgotten, with their rows. What was sent stays known.',
    reached: 'test/bounds.test.ts',
  },
  openRuns: {
    most: 8,
    unit: 'runs',
    of: 'runs under way at a time, those that wait for a platform with them; two of them work',
    beyond:
      'They stay queued. From half of it on, a run that could only wait from its start ends at once and goes on by itself later; at all of it, the one that would wait longest makes way for a run that could begin.',
    reached: 'server/runs/places.test.ts',
  },
  openPaths: {
    most: 3,
    unit: 'paths',
    of: 'the paths of one run that are under way at a time, of which all but one or those that come back wait for a platform',
    beyond: 'The next one begins when one of them ends.',
    reached: 'server/runs/beside.test.ts',
  },
  sendingsOfPath: {
    most: 50,
    unit: 'requests',
    of: 'the sendings of one run to one destination that can be looked at',
    beyond: 'Further ones are counted, and what they held is not kept.',
    reached: 'test/bounds.test.ts',
  },
  sendings: {
    most: 5000,
    unit: 'requests',
    of: 'the sendings of all runs that can be looked at; none for longer than seven days',
    beyond: 'The oldest are forgotten.',
    reached: 'test/bounds.test.ts',
  },
  inbox: {
    most: 1000,
    unit: 'events',
    of: 'the Test inbox',
    beyond: 'The oldest are forgotten.',
    reached: 'server/store/connections.test.ts',
  },
  outcomesWaiting: {
    most: 131_072,
    unit: 'keys',
    of: 'the outcomes of a stream in memory before they are sorted into the ledger; two such sets at most',
    beyond: 'They are sorted in with the writes that follow.',
    reached: 'test/bounds.test.ts',
  },
  answerBytes: {
    most: 1024 * 1024,
    unit: 'bytes',
    of: 'a platform’s answer',
    beyond: 'The rest is not read; the connection is closed.',
    reached: 'server/outside/outbound.test.ts',
  },
} satisfies Readonly<Record<string, Bound>>
