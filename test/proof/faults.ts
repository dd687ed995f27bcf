/**
 * Faults as people make them, each a small change of the built program. A proof that does not turn red on all of them
 * proves nothing. `scene` names what it is played in (`planted.ts`).
 */
import type { Patch } from './builds.ts'
import type { MachineScene } from './machine-scenes.ts'

export interface Fault {
  name: string
  scene:
    | 'killed before it is taken'
    | 'killed after it was taken'
    | 'outcome unknown'
    | 'page with 200'
    | 'events refused'
    | 'told to wait'
    | 'more than a page'
    | 'same key twice'
    | 'ids made by us'
    | 'two processes'
    | 'a ledger of two days'
    | 'server killed'
    | 'rows late for the cursor'
    | 'killed while it reads by a cursor'
    | 'rows too late for the cursor, a day after'
    | 'away at the time of the schedule'
    | 'every minute, away for a day'
    | 'stopped by a person'
    | 'stopped by a person, then killed'
    | MachineScene
  patches: Patch[]
}

export const faults: readonly Fault[] = [
  {
    name: 'marked as sent before it is sent',
    scene: 'killed before it is taken',
    patches: [
      {
        find: /await send\(way, part, id, newHunt\(\)/,
        put: 'way.world.ledger.settle(id, part.map((item) => ({ key: item.key, state: "delivered" })));\nawait send(way, part, id, newHunt()',
      },
      { find: /onDisk\(way, items, \(\) => record\(way/, put: 'void (() => record(way' },
    ],
  },
  {
    name: 'what a dead process left open is taken for sent',
    scene: 'killed before it is taken',
    patches: [
      {
        find: /if \(open\.doubts === 0\) \{\s*world\.ledger\.withdraw\(open\.id\);/,
        put: 'if (true) {\nworld.ledger.settle(open.id, open.keys.map((key) => ({ key, state: "delivered" })));',
      },
    ],
  },
  {
    name: 'what a dead process left open is taken for new',
    scene: 'killed after it was taken',
    patches: [{ find: /if \(open\.doubts === 0\) \{(?=\s*world\.ledger\.withdraw)/, put: 'if (true) {' }],
  },
  {
    name: 'an unknown outcome counts as not taken',
    scene: 'outcome unknown',
    patches: [
      {
        find: /const sure = verdict\.kind === "settled" \|\| verdict\.kind === "stop" \|\| verdict\.taken !== "unknown";/,
        put: 'const sure = true;',
      },
    ],
  },
  {
    name: 'an unknown outcome counts as taken',
    scene: 'page with 200',
    patches: [
      { find: /if \(typeof received !== "number"\) return/, put: 'if (false) return' },
      { find: /if \(received !== sent\) return/, put: 'if (false) return' },
    ],
  },
  {
    name: 'a refused request is sent again as it is',
    scene: 'events refused',
    patches: [{ find: /: poisoned\(fault, refusal, sent\);/, put: ': again(answer, refusal);' }],
  },
  {
    name: 'a refused request is refused as a whole',
    scene: 'events refused',
    patches: [
      {
        find: /if \(items\.length === 1\) \{\s*(settle(?:\$\d+)?)\(way, items, id, \{\s*kind: "settled",\s*results: \[/,
        put: 'if (true) {\n$1(way, items, id, {\nkind: "settled",\nresults: [...items.slice(1).map(() => refusal), ',
      },
    ],
  },
  {
    name: 'Retry-After is not heard',
    scene: 'told to wait',
    patches: [{ find: /if \(askedMs !== void 0 && Number\.isFinite\(askedMs\)\)/, put: 'if (false)' }],
  },
  {
    name: 'reading ends with the first page',
    scene: 'more than a page',
    patches: [{ find: /this\.#progress\(\);\s*if \(world\.stop\.aborted\) break;/, put: 'this.#progress();\nbreak;' }],
  },
  {
    name: 'a key is only looked for in the ledger, not in this run',
    scene: 'same key twice',
    patches: [{ find: /if \(!this\.#pending\.has\(key\)\) return false;/, put: 'return false;' }],
  },
  {
    name: 'event ids are drawn by chance',
    scene: 'ids made by us',
    patches: [{ find: /digest\("eid1", eventName, parts\)/, put: 'digest("eid1" + process.hrtime.bigint(), eventName, parts)' }],
  },
  {
    name: 'ledger keys are drawn by chance',
    scene: 'killed after it was taken',
    patches: [{ find: /digest\("ek1", eventName, parts\)/, put: 'digest("ek1" + process.hrtime.bigint(), eventName, parts)' }],
  },
  {
    name: 'no lock on the data folder',
    scene: 'two processes',
    patches: [{ find: /file\.exec\("begin exclusive"\);/, put: '' }],
  },
  {
    name: 'the ledger forgets after a day',
    scene: 'a ledger of two days',
    patches: [
      { find: /var DAYS_MIN = 70;/, put: 'var DAYS_MIN = 0;' },
      // Ten minutes after a start, which no scene waits for.
      { find: /\bSETTLE_MS = 6e5;/, put: 'SETTLE_MS = 0;' },
      {
        find: /const before = Math\.floor\(store\.now\(\) \/ 1e3\) - days \* 86400;/,
        put: 'const before = Math.floor(store.now() / 1e3) - 86400;',
      },
    ],
  },
  {
    name: 'a run that was killed is not taken up again',
    scene: 'server killed',
    patches: [
      { find: /for \(const run of dead\) if \(!run\.stopping && !tooOften\(store, run\.flow\)\) queueAgain\(store, run\);/, put: '' },
    ],
  },
  {
    name: 'reading goes on after the newest value, `>` and no tie-breaker',
    scene: 'rows late for the cursor',
    patches: [
      { find: /var OVERLAP_MS = 9e5;/, put: 'var OVERLAP_MS = 0;' },
      { find: /op: "gte",(?=\s*value: this\.#written\(this\.#lowest)/, put: 'op: "gt",' },
    ],
  },
  {
    name: 'the overlap is counted from the end of the run',
    scene: 'rows late for the cursor',
    patches: [{ find: /const value = Math\.max\(newest \?\? /, put: 'const value = Math.max(Date.now(), newest ?? ' }],
  },
  {
    name: 'no upper bound on reading',
    scene: 'rows late for the cursor',
    patches: [{ find: /cell > this\.#newest && cell <= this\.#hi/, put: 'cell > this.#newest' }],
  },
  {
    name: 'the cursor is moved before anything is settled',
    scene: 'killed while it reads by a cursor',
    patches: [{ find: /cursor\?\.see\(rows\);/, put: 'cursor?.see(rows);\ncursor?.advance(world);' }],
  },
  {
    name: 'everything is never looked at again',
    scene: 'rows too late for the cursor, a day after',
    patches: [{ find: /age >= 864e5 \|\| age < 0/, put: 'false' }],
  },
  {
    name: 'no catch-up after an absence',
    scene: 'away at the time of the schedule',
    patches: [{ find: /last \? catchUp\(fire, dues, older\) : void 0/, put: 'void 0' }],
  },
  {
    name: 'a due time fires each second',
    scene: 'every minute, away for a day',
    patches: [
      { find: /if \(hasTick\(store, flow\.id, due\)\) return void 0;/, put: '' },
      { find: /due: ask\.due \?\? null/, put: 'due: null' },
      { find: /setDueAfter\(store, flow\.id, newest\);/, put: '' },
    ],
  },
  {
    name: 'due times that were missed are not written down',
    scene: 'every minute, away for a day',
    patches: [{ find: /for \(const due of missed\) addTick\(store, \{/, put: 'for (const due of []) addTick(store, {' }],
  },
  {
    name: 'a stop is answered and not passed on',
    scene: 'stopped by a person',
    patches: [{ find: /known\?\.stop\.abort\(\);/, put: '' }],
  },
  {
    name: 'a stop dies with its process',
    scene: 'stopped by a person, then killed',
    patches: [{ find: /if \(!run\.stopping && !tooOften/, put: 'if (!tooOften' }],
  },
  {
    name: 'the first signal cuts',
    scene: 'SIGTERM while a request is under way',
    patches: [{ find: /(once more cuts it"\);\s*)stop\.abort\(\);/, put: '$1stop.abort();\nkill.abort();' }],
  },
  {
    name: 'the second signal is not heard',
    scene: 'SIGTERM twice: cut',
    patches: [{ find: /("cut"\);\s*)kill\.abort\(\);/, put: '$1' }],
  },
  {
    name: 'what cannot be written down is sent all the same',
    scene: 'files may not grow',
    patches: [
      {
        find: /(return world\.ledger\.begin\(outgoing\(items\)\);\s*\} catch \(cause\) \{\s*)throw storeFailed\(cause\);/,
        put: '$1return 0;',
      },
    ],
  },
  {
    name: 'a database that another holds is not waited for',
    scene: 'the database is locked by another for 3 s',
    patches: [{ find: /busy_timeout = 5000/, put: 'busy_timeout = 0' }],
  },
  {
    name: 'a damaged database is worked with',
    scene: 'the database is damaged',
    patches: [
      { find: /if \((sql\.pragma\("quick_check\(1\)", \{ simple: true \}\) !== "ok")\) throw damaged/, put: 'if (false) throw damaged' },
    ],
  },
  {
    name: 'the token stands in the log',
    scene: 'outcome unknown',
    patches: [{ find: /books\.requests\+\+;(?=\s*if \(lost)/, put: 'books.requests++;\nconsole.error(call.headers);' }],
  },
]
