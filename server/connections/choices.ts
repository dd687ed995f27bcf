/** Asks a platform what a connection's setting may be, so that nobody copies a long number by hand. Changes nothing. */
import type { AnyKind, Destination } from '../../runtime/contract.ts'
import type { Asking, Choice, Listing, Refusal } from '../../runtime/dialect.ts'
import type { Choices } from '../api/choices.ts'
import { Declined } from '../problems.ts'
import { type KnownConnection, type Workplace, wayTo } from '../runs/workplace.ts'
import { incomplete } from './incomplete.ts'

/** A platform that lists for ever is cut short; a person looks through no more than these either. */
const CALLS_MOST = 40
const CHOICES_MOST = 1000
const TRY_MS = 15_000

/** How a kind lists what one of its connection's settings may be. */
export const listingOf = (kind: AnyKind | undefined): Listing | undefined =>
  kind?.role === 'destination' ? kind.dialect?.lists : undefined

/** Never throws for a token that may list nothing: that is the answer. */
export async function connectionChoices(known: KnownConnection, place: Workplace): Promise<Choices> {
  const kind = place.kinds.get(known.kind)
  const listing = listingOf(kind)
  if (!kind || !listing) throw new Declined(400, 'connection.lists_nothing', 'There is nothing to choose from for this kind of connection')
  const { setting } = listing
  const parsed = kind.connection?.safeParse(withStandIn(kind as Destination, setting, known.settings))
  if (!parsed?.success) {
    const problem = { code: 'connection.incomplete', message: 'The settings are not complete.', why: incomplete(kind, parsed?.error) }
    return { setting, choices: [], whole: true, problem }
  }
  const { address, send } = wayTo(kind as Destination, parsed.data, known, place)
  const over = AbortSignal.timeout(TRY_MS)
  const found = new Map<string, Choice>()
  const asked: Asking[] = [...listing.start(address)]
  let refusal: Refusal | undefined
  let calls = 0
  for (let next = asked.shift(); next; next = asked.shift()) {
    if (++calls > CALLS_MOST || found.size >= CHOICES_MOST || over.aborted) {
      asked.unshift(next)
      break
    }
    const sent = await send(next.call, over)
    const told = 'answer' in sent ? listing.read(sent.answer, next.about, address) : { problem: sent.unanswered }
    // One part that may not be seen does not hide the others.
    if ('problem' in told) refusal ??= told.problem
    else {
      for (const choice of told.choices) found.set(choice.value, choice)
      asked.push(...told.more)
    }
  }
  const choices = [...found.values()].slice(0, CHOICES_MOST).sort((a, b) => a.title.localeCompare(b.title, 'en'))
  return { setting, choices, whole: asked.length === 0 && !refusal, problem: refusal ? worded(kind as Destination, refusal) : null }
}

/** The setting that is looked for may be empty or half typed: an example takes its place while asking. */
function withStandIn(kind: Destination, setting: string, settings: KnownConnection['settings']): unknown {
  const example = (kind.exampleConnection ?? {}) as Record<string, unknown>
  return { ...settings, [setting]: example[setting] }
}

function worded({ dialect }: Destination, { code, message }: Refusal): NonNullable<Choices['problem']> {
  const known = dialect?.reasons[code]
  return { code, message: known ? `${known.title}.` : message, why: known?.why ?? '' }
}
