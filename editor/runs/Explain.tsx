import { useEffect, useRef, useState } from 'react'
import { useExplain } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import style from './tables.module.css'
import { moment } from './time.ts'
import { outcomeWords } from './words.ts'

const WENT_ON = new Set(['passed', 'field_left_out'])
const LEDGER: Record<string, string> = {
  delivered: 'The platform accepted it',
  rejected: 'The platform rejected it',
  uncertain: 'It was sent, and the outcome is unknown',
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
  const { data, error, isFetching } = useExplain(flow, asked)
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
          onAsk(text.trim())
        }}
      >
        <SearchField name="Key of a row, for example an order number" value={text} onChange={setText} />
        <Button type="submit">Explain row</Button>
      </form>
      <div role="status" aria-label="Explanation" ref={answer}>
        {isFetching && <SkeletonRows rows={3} name="Looking for the row" />}
        {error && <ErrorNote error={error} />}
        {!isFetching &&
          data?.paths.map(path => (
            <section key={path.path} className={style.path} aria-label={`Way of ${data.key} to ${name(path.destination)}`}>
              <h3>{`Row ${data.key} to ${name(path.destination)}`}</h3>
              <ol className={style.way}>
                {path.steps.map((step, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a way is read once, in order
                  <li key={at} data-left={WENT_ON.has(step.outcome) ? undefined : ''}>
                    <strong>{name(step.node)}</strong>
                    <span>{step.outcome === 'passed' ? step.message : `${outcomeWords(step.outcome)}: ${step.message}`}</span>
                  </li>
                ))}
              </ol>
              <p>
                {path.ledger
                  ? `${LEDGER[path.ledger.state] ?? outcomeWords(path.ledger.state)}, ${moment(path.ledger.at, now)}.`
                  : 'Nothing was sent for this row yet.'}
              </p>
              {path.problems.slice(0, 3).map(problem => (
                <p key={`${problem.run} ${problem.code} ${problem.field}`} className={style.note}>
                  {`Seen in an earlier run: ${outcomeWords(problem.outcome).toLowerCase()}. ${problem.message}`}
                </p>
              ))}
            </section>
          ))}
      </div>
    </>
  )
}
