import { useEffect, useRef, useState } from 'react'
import type { Explained } from '../../server/api/explained.ts'
import { useExplain } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import { Attempts, RequestView } from './RequestView.tsx'
import { cellText, conditionSentence, doublesSentence, readable, requestOutcome, requestSentence } from './request-words.ts'
import style from './tables.module.css'
import { moment } from './time.ts'
import { earlier, rowOutcomeWords } from './words.ts'

const WENT_ON = new Set(['passed', 'field_left_out'])
const LEDGER: Record<string, string> = {
  delivered: say('The platform accepted it'),
  rejected: say('The platform rejected it'),
  uncertain: say('It was sent, and the outcome is unknown'),
  open: say('It was sent, and the outcome is not known yet'),
}

/** One row's way through every step, found by its key. */
export function Explain({
  flow,
  name,
  asked,
  onAsk,
  now,
}: {
  flow: string
  name: (node: string) => string
  asked: string
  onAsk: (key: string) => void
  now: number
}) {
  const [text, setText] = useState(asked)
  const [before, setBefore] = useState(asked)
  if (asked !== before) {
    setBefore(asked)
    setText(asked)
  }
  const { data, error, isFetching, refetch } = useExplain(flow, asked)
  const answer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (data) answer.current?.scrollIntoView({ block: 'nearest' })
  }, [data])
  return (
    <>
      <form
        className={style.search}
        onSubmit={event => {
          event.preventDefault()
          const key = text.trim()
          // Asked for once more, it is looked for once more.
          if (key !== '' && key === asked) void refetch()
          else onAsk(key)
        }}
      >
        <SearchField name={say('Key of a row, for example an order number')} value={text} onChange={setText} />
        <Button type="submit">{say('Explain row')}</Button>
      </form>
      <div role="status" aria-label={say('Explanation')} ref={answer}>
        {isFetching && <SkeletonRows rows={3} name={say('Looking for the row')} />}
        {error && <ErrorNote error={error} />}
        {!isFetching && data?.paths.map(path => <Way key={path.path} of={data.key} path={path} name={name} now={now} />)}
      </div>
    </>
  )
}

type Path = Explained['paths'][number]
function Way({ of, path, name, now }: { of: string; path: Path; name: (node: string) => string; now: number }) {
  return (
    <section className={style.path} aria-label={say('Way of {of} to {name}', { of, name: name(path.destination) })}>
      <h3>{say('Row {of} to {name}', { of, name: name(path.destination) })}</h3>
      <p>{ledgerSentence(path, now)}</p>
      {path.possibleDoubles > 0 && (
        <p className={style.outcome} data-outcome="uncertain">
          {doublesSentence(path.possibleDoubles)}
        </p>
      )}
      {path.requests.length > 0 && <Sendings requests={path.requests} now={now} />}
      <h4>{say('Its way today')}</h4>
      <ol className={style.way}>
        {path.steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way is read once, in order
          <li key={at} data-left={WENT_ON.has(step.outcome) ? undefined : ''}>
            <strong>{name(step.node)}</strong>
            <div>
              <span>
                {step.outcome === 'passed'
                  ? step.message
                  : say('{what}: {more}', { what: rowOutcomeWords(step.outcome), more: step.message })}
              </span>
              {step.conditions.map(condition => (
                <p key={`${condition.says} ${condition.column}`}>
                  {conditionSentence(condition as Parameters<typeof conditionSentence>[0])}
                </p>
              ))}
              {step.row && <RowHere row={step.row} at={name(step.node)} />}
            </div>
          </li>
        ))}
      </ol>
      {path.event && <Shown title={say('The event as it would leave now')} text={path.event} />}
      {earlier(path.problems, refusal(path)).map(problem => (
        <p key={`${problem.outcome} ${problem.message}`} className={style.note}>
          {say('Seen in an earlier run: {outcomeWords}. {message}', {
            outcomeWords: rowOutcomeWords(problem.outcome).toLowerCase(),
            message: problem.message,
          })}
        </p>
      ))}
    </section>
  )
}

function ledgerSentence(path: Path, now: number): string {
  const { ledger, requests } = path
  if (!ledger) return say('Nothing was sent for this row, as far as is remembered.')
  const decided = requests.at(-1)?.decisions.at(-1)
  if (ledger.state === 'delivered' && decided?.what === 'treat_as_sent')
    return say('It was sent, and the outcome is unknown. A person had it treated as sent, {moment}.', { moment: moment(decided.at, now) })
  const said = LEDGER[ledger.state] ?? rowOutcomeWords(ledger.state)
  const message = refusal(path)?.message ?? ledger.message
  return `${said}, ${moment(ledger.at, now)}.${message ? ` ${message}` : ''}`
}
/** What the platform said when it last rejected the row; the ledger keeps the code of it only. */
const refusal = ({ ledger, problems }: Path) =>
  ledger?.state === 'rejected' ? problems.find(({ outcome }) => outcome === 'rejected') : undefined

function Sendings({ requests, now }: { requests: Path['requests']; now: number }) {
  const [seen, setSeen] = useState<{ request: number; run: string } | null>(null)
  return (
    <>
      {requests.map(request => (
        <div key={request.request} className={style.sending}>
          <p>
            {say(
              'In request number {request}, with {events, plural, one {# event} other {# events}}: {requestOutcome}. {requestSentence} ',
              {
                request: request.request,
                events: request.events,
                requestOutcome: requestOutcome(request).toLowerCase(),
                requestSentence: requestSentence(request),
              },
            )}
            <Button
              size="small"
              variant="quiet"
              aria-label={say('Show request {request}', { request: request.request })}
              onPress={() => setSeen({ request: request.request, run: request.attempts[0]!.run })}
            >
              {say('Show')}
            </Button>
          </p>
          <Attempts request={request} now={now} />
        </div>
      ))}
      {seen && <RequestView {...seen} onClose={() => setSeen(null)} now={now} />}
    </>
  )
}

function RowHere({ row, at }: { row: Record<string, unknown>; at: string }) {
  return (
    <details>
      <summary>{say('The row after {at}', { at })}</summary>
      <dl className={style.cells}>
        {Object.entries(row).map(([column, value]) => (
          <div key={column}>
            <dt>{column}</dt>
            <dd>{cellText(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
function Shown({ title, text }: { title: string; text: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <pre className={style.text}>{readable(text)}</pre>
    </details>
  )
}
