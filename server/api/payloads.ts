/** Every body that the API takes or gives, in one place: validated by these, documented from these, typed by these. */
import { z } from '@hono/zod-openapi'
import { Flow, Schedule } from '../../runtime/flow.ts'
import { epochUnits } from '../../runtime/normalise/epoch.ts'
import { Turned } from '../../runtime/suggest/opposite.ts'
import { serverBounds } from '../bounds.ts'
import { Actor } from './audit.ts'
import { PathReport, RunError } from './report.ts'

export { PathReport, ReasonCount, Tally } from './report.ts'

export const ApiError = z.object({
  code: z.string(),
  title: z.string().meta({ description: 'What happened, past tense.' }),
  who: z.string().nullable().meta({ description: 'Which step, rows or names it concerns.' }),
  why: z.string(),
  fix: z.array(z.object({ label: z.string(), action: z.string() })),
  link: z.string().nullable(),
  raw: z.unknown().nullable(),
})
export type ApiError = z.infer<typeof ApiError>

const Setting = z.object({ path: z.array(z.string()), value: z.unknown().optional() })
const Whose = z.string().optional().meta({ description: 'Absent: settings of the step with the problem; empty: of the flow itself' })
const Fix = z.object({ label: z.string(), node: Whose, set: Setting, also: z.array(Setting).optional() })
export const Problem = z.object({
  node: z.string(),
  code: z.string(),
  level: z.enum(['must_fix', 'worth_a_look']),
  message: z.string(),
  field: z.string().optional(),
  fixes: z.array(Fix).optional(),
})
export const Column = z.object({
  key: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'date', 'time', 'list', 'json']),
  zoned: z.boolean().optional(),
  native: z.string().optional(),
})

export const Queue = z.object({
  for: z.enum(['flow', 'places']).meta({ description: 'flow: another run of the same flow. places: runs of other flows' }),
  behind: z
    .array(z.object({ run: z.string(), flow: z.string(), flowName: z.string() }))
    .meta({ description: 'The runs that it waits for' }),
  before: z.number().meta({ description: 'Runs of other flows that were queued earlier and begin before it' }),
  message: z.string(),
})
export type Queue = z.infer<typeof Queue>
export const Run = z.object({
  run: z.string(),
  flow: z.string(),
  flowName: z.string(),
  version: z.number().nullable().meta({ description: 'null: the draft' }),
  trigger: z.enum(['schedule', 'manual', 'api', 'catch_up']),
  state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'stopped', 'interrupted']),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  rejectedOf: z.string().optional().meta({ description: 'It reads and sends anew only what this run had rejected' }),
  queue: Queue.optional().meta({ description: 'Behind whom it waits; only while it is queued and does not begin at once' }),
  triedAgainAt: z.string().optional().meta({ description: 'When it is tried again by itself; only until a later run begins' }),
  paths: z.array(PathReport),
})
export type Run = z.infer<typeof Run>

export const Hold = z.object({
  node: z.string().meta({ description: 'The destination that is not sent to for now' }),
  code: z.string(),
  message: z.string().meta({ description: 'What happened' }),
  why: z.string().meta({ description: 'Why, and the way out' }),
  since: z.string(),
  waiting: z.number().meta({ description: 'Events that were read and not sent' }),
  expiring: z.number().meta({ description: 'Of those, how many leave the platform’s window within six hours' }),
  firstExpiry: z.string().nullable(),
  resumesAt: z.string().nullable().meta({ description: 'When it goes on by itself; null: when a person resumes it' }),
})
export type Hold = z.infer<typeof Hold>
export const FlowSummary = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.number(),
  live: z.number().nullable().meta({ description: 'Version that the schedule runs' }),
  paused: z.boolean(),
  holds: z.array(Hold).meta({ description: 'Destinations that are not sent to for now, and why' }),
  draftChanges: z.number().meta({ description: 'Sentences by which the draft differs from the live version' }),
  schedule: Schedule.nullable(),
  nextRun: z.string().nullable(),
  lastRun: Run.nullable(),
  updatedAt: z.string(),
})
export type FlowSummary = z.infer<typeof FlowSummary>
/** What is known of a flow that a person paused: how often its rows are counted, and what the last count found. */
export const WhilePaused = z.object({
  every: z.enum(['hourly', 'six_hours', 'never']),
  billed: z.boolean().meta({ description: 'The source may bill each count' }),
  counted: z
    .object({
      at: z.string(),
      waiting: z.number().meta({ description: 'Events that would be sent' }),
      soon: z.number().meta({ description: 'Of those, how many leave the platform’s window within six hours' }),
      first: z.string().nullable().meta({ description: 'When the first leaves it' }),
    })
    .nullable(),
})
export type WhilePaused = z.infer<typeof WhilePaused>
export const FlowDetail = FlowSummary.extend({
  document: Flow,
  whilePaused: WhilePaused.optional().meta({ description: 'Only of a published flow that a person paused' }),
})
export type FlowDetail = z.infer<typeof FlowDetail>
export const NewFlow = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  document: Flow.optional(),
  template: z.string().optional(),
})
export const SaveFlow = z.strictObject({ document: Flow })
export const Saved = z.object({ revision: z.number(), savedAt: z.string() })
export const Template = z.object({ id: z.string(), title: z.string(), summary: z.string(), document: Flow })

/** A draft may be invalid, so what is checked or previewed may be sent along; absent: the stored draft. */
export const Drawn = z.strictObject({ document: Flow.optional() })
export const CheckAsk = Drawn.extend({
  timezone: z.string().max(64).optional().meta({
    description: 'The zone of whoever asks, such as Europe/Paris: offered for times that carry none. One that is not known is passed over',
  }),
})
export const Checked = z.object({
  problems: z.array(Problem),
  nodes: z.record(
    z.string(),
    z.object({
      sentence: z.string(),
      shape: z.array(Column),
      notes: z.array(z.string()).optional().meta({ description: 'How its data is read, where that had to be found out' }),
      unchecked: z.literal(true).optional().meta({ description: 'The columns that arrive could not be read, so nothing is known of it' }),
    }),
  ),
  checkedAt: z.string(),
})
export type Checked = z.infer<typeof Checked>
export const PreviewAsk = Drawn.extend({
  node: z.string().optional(),
  rows: z.number().int().min(1).max(serverBounds.previewRows.most).default(50),
  values: z.boolean().default(false).meta({ description: 'Show personal values in clear' }),
})
export const Previewed = z.object({
  paths: z.array(
    z.object({
      path: z.string(),
      destination: z.string(),
      nodes: z.array(
        z.object({
          node: z.string(),
          columns: z.array(Column),
          rows: z.array(z.record(z.string(), z.unknown())),
          in: z.number(),
          out: z.number(),
          results: z
            .array(z.object({ key: z.string(), outcome: z.string(), code: z.string(), field: z.string().nullable(), message: z.string() }))
            .meta({ description: 'Rows that left here, with the reason' }),
        }),
      ),
      requests: z.array(z.object({ method: z.string(), url: z.string(), body: z.string() })),
      fit: z.array(z.string()).meta({ description: 'Keys of the events that would leave, in order: the rows of the destination' }),
      error: RunError.optional(),
    }),
  ),
  sampledAt: z.string(),
})
export type Previewed = z.infer<typeof Previewed>

export const SuggestAsk = Drawn.extend({ node: z.string() })
export const Suggested = z.object({
  suggestions: z.array(
    z.object({
      concept: z.string(),
      column: z.string(),
      score: z.number(),
      sure: z.boolean(),
      why: z.string(),
      turned: Turned.optional(),
      remembered: z.object({ flow: z.string() }).optional().meta({ description: 'Mapped so before, on the same connection' }),
      sample: z.string().nullable(),
      cleaned: z.string().nullable().meta({ description: 'As a run would send it, before hashing' }),
      reason: z.string().optional().meta({ description: 'Why a run would not take the sample, as the flow stands' }),
    }),
  ),
  columns: z.array(
    Column.extend({
      samples: z.array(z.string()),
      filled: z.number().meta({ description: 'Share of sampled rows with a value, 0 to 1' }),
      hashed: z.boolean(),
      counted: z
        .object({ unit: z.enum(epochUnits), number: z.string(), time: z.string() })
        .optional()
        .meta({ description: 'The values look like times counted from 1970: the unit, and one of them as a time in UTC' }),
    }),
  ),
  rows: z.number(),
})
export type Suggested = z.infer<typeof Suggested>

export const RepeatsAsk = Drawn.extend({ node: z.string().meta({ description: 'The model' }) })
export const Repeated = z.object({
  rows: z.number().meta({ description: 'Rows looked at' }),
  keyless: z.number().meta({ description: 'Rows of which a key column is empty' }),
  keys: z.number(),
  repeated: z.number().meta({ description: 'Keys that more than one row has' }),
  extra: z.number().meta({ description: 'Rows beyond the first of their key' }),
  verdict: z.enum(['none', 'few', 'many']).meta({ description: '`few`: under 5 % of the rows; `many`: these columns are no key' }),
  examples: z.array(z.object({ key: z.string(), rows: z.number() })),
  whole: z.boolean().meta({ description: 'False: only the first rows were looked at' }),
})
export type Repeated = z.infer<typeof Repeated>

export const TestAsk = Drawn.extend({
  node: z.string().meta({ description: 'The destination' }),
  to: z.enum(['inbox', 'platform']).default('inbox'),
  row: z.number().int().min(0).max(199).optional().meta({ description: 'Which of the previewed events; default: the first fit one' }),
  code: z.string().max(100).optional(),
})
export const Check = z.object({
  rule: z.string(),
  says: z.string(),
  state: z.enum(['met', 'allowed', 'broken', 'beside']).meta({
    description:
      '`allowed`: the event breaks the rule and the platform takes it all the same, `message` says what that costs. `beside`: the rule asks nothing of this event.',
  }),
  ok: z.boolean().meta({ description: 'Not broken' }),
  message: z.string().optional(),
})
export type Check = z.infer<typeof Check>
export const isOk = ({ state }: Pick<Check, 'state'>): boolean => state !== 'broken'
export const Tested = z.object({
  accepted: z.boolean(),
  message: z.string(),
  checks: z.array(Check),
  body: z.string(),
  answer: z.string(),
  key: z.string().nullable(),
})
export type Tested = z.infer<typeof Tested>

export const PublishAsk = z.strictObject({
  note: z.string().max(1000).optional(),
  repeats: z.enum(['refuse', 'warn']).optional().meta({
    description:
      'Counts first how many rows share a key, where the model keeps none of them by choice: `refuse` declines from 5 % on, `warn` says it in `remarks`. Absent: not counted.',
  }),
  rejectedOf: z.string().min(1).max(64).optional().meta({
    description:
      'Starts a run in the same act, or neither happens: it reads and sends only the rows that this run had rejected, by the version that is made; what an earlier run left on its way goes on, as with any run. 409 while another run goes on, and when none of those rows waits any more. With an `Idempotency-Key`, the same act twice happens once.',
  }),
})
export const Version = z.object({ version: z.number(), publishedAt: z.string(), note: z.string(), actor: Actor, live: z.boolean() })

export const Connection = z.object({
  name: z.string(),
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()).meta({ description: 'Secrets are shown as "••••" and the last 4 characters' }),
  simulated: z.boolean().meta({ description: 'Talks to the simulator on this server' }),
  usedBy: z.array(z.string()),
  updatedAt: z.string(),
})
export type Connection = z.infer<typeof Connection>
export const SaveConnection = z.strictObject({
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()).meta({ description: 'A secret left out keeps its stored value' }),
})
export const ConnectionTest = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      message: z.string().optional(),
      warning: z.boolean().optional().meta({ description: 'It works, and a person should look at this' }),
    }),
  ),
})
export const TableInfo = z.object({ name: z.string(), title: z.string().optional(), columns: z.array(Column).optional() })

export const ScheduleAsk = z.strictObject({ cron: z.string().max(200), timezone: z.string().max(64) })
export const SchedulePreview = z.object({
  next: z.array(z.string()),
  changes: z.array(z.string()).meta({ description: 'Sentences about clock changes among the next runs' }),
  notes: z.array(z.string()).meta({ description: 'Sentences about steps that do not divide an hour or a day evenly' }),
})

export const InboxItem = z.object({
  id: z.number(),
  at: z.string(),
  flow: z.string(),
  node: z.string(),
  rules: z.string(),
  accepted: z.boolean(),
  body: z.string(),
  findings: z.array(Check),
})
export type InboxItem = z.infer<typeof InboxItem>
