import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../api.ts'
import { useCatalogue } from '../queries.ts'
import { ago, moment } from '../runs/time.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Link } from '../ui/Link.tsx'
import { TextField } from '../ui/TextField.tsx'
import { count, say } from '../words/words.ts'
import style from './Attention.module.css'
import { useNow } from './Page.tsx'
import { PUT_BACK_KEY, type Stream } from './put-back.ts'

type Choice = NonNullable<Stream['choice']>
interface Question {
  choice: Choice
  streams: readonly Stream[]
}
/** After a restore: what became of the events that the database has forgotten. Asked for each stream, or for all at once. */
export function PutBack({ streams }: { streams: readonly Stream[] }) {
  const [question, setQuestion] = useState<Question | null>(null)
  const held = streams.filter(({ choice }) => choice === null)
  const ask = (choice: Choice, of: readonly Stream[]) => setQuestion({ choice, streams: of })
  return (
    <>
      <p className={style.title}>
        {held.length > 0
          ? say('The database was put back, and nothing is sent before you choose')
          : say('The database was put back. You have chosen; the next run of each flow carries it out')}
      </p>
      <p>
        {held.length > 0
          ? say('It has forgotten what was sent since. Say for each destination whether those events count as sent or go out again.')
          : say('Flows that are paused wait until you resume them.')}
      </p>
      <ul aria-label={say('Held after the restore')} className={style.streams}>
        {streams.map(stream => (
          <Held key={stream.id} stream={stream} onAsk={choice => ask(choice, [stream])} />
        ))}
      </ul>
      {held.length > 1 && (
        <div className={style.acts}>
          <Button onPress={() => ask('treat_as_sent', held)}>{say('Treat all {n} as sent', { n: held.length })}</Button>
          <Button onPress={() => ask('send_again', held)}>{say('Send all {n} again', { n: held.length })}</Button>
        </div>
      )}
      {question && <Asked {...question} onClose={() => setQuestion(null)} />}
    </>
  )
}

function useName(): (stream: Stream) => string {
  const { data } = useCatalogue()
  return ({ flowName, flow, destination, account }) =>
    say('{flow} to {destination} {account}', {
      flow: flowName ?? flow,
      destination: data?.kinds.find(({ id }) => id === destination)?.title ?? destination,
      account,
    })
}
const eventsOf = ({ events }: Stream) =>
  events === null ? say('an unknown number of events') : say('at most {events} events', { events: count(events) })

/** "At most 4 events were sent after 24 November, 10:00, the last one 3 hours ago." */
function forgotten(stream: Stream, now: number): string {
  const after = stream.since ? say(' after {moment}', { moment: moment(stream.since, now) }) : ''
  const last = stream.until ? say(', the last one {ago}', { ago: ago(stream.until, now) }) : ''
  const sentence = say('{eventsOf} were sent{after}{last}.', { eventsOf: eventsOf(stream), after, last })
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function Held({ stream, onAsk }: { stream: Stream; onAsk: (choice: Choice) => void }) {
  const now = useNow()
  const name = useName()(stream)
  const says = useId()
  const { choice, upTo, flow, flowName } = stream
  return (
    <li className={style.stream}>
      <p className={style.name}>{name}</p>
      <p id={says}>{forgotten(stream, now)}</p>
      {choice === 'send_again' && <p>{say('Chosen: what is forgotten goes out again with the next run.')}</p>}
      {choice === 'treat_as_sent' && upTo && (
        <p>{say('Chosen: what happened up to {moment} counts as sent.', { moment: moment(upTo, now) })}</p>
      )}
      <div className={style.acts}>
        {choice === null && (
          <>
            <Button
              size="small"
              aria-label={say('Treat as sent: {name}', { name })}
              aria-describedby={says}
              onPress={() => onAsk('treat_as_sent')}
            >
              {say('Treat as sent')}
            </Button>
            <Button
              size="small"
              aria-label={say('Send again: {name}', { name })}
              aria-describedby={says}
              onPress={() => onAsk('send_again')}
            >
              {say('Send again')}
            </Button>
          </>
        )}
        {flowName && (
          <Link href={`/flows/${encodeURIComponent(flow)}/runs`} aria-label={say('Look at the runs: {name}', { name })}>
            {say('Look at its runs')}
          </Link>
        )}
      </div>
    </li>
  )
}

/** The `alertdialog` that names the act, each stream and what it means. */
function Asked({ choice, streams, onClose }: Question & { onClose: () => void }) {
  const cache = useQueryClient()
  const now = useNow()
  const name = useName()
  const [filledIn] = useState(() => localMinute(lastOf(streams)))
  const [upTo, setUpTo] = useState(filledIn)
  const time = Date.parse(upTo)
  const wrong = choice === 'treat_as_sent' && Number.isNaN(time)
  const choose = useMutation({
    mutationFn: () =>
      api('/api/put-back', {
        method: 'POST',
        body: {
          streams: streams.map(({ id }) => id),
          action: choice,
          confirm: true,
          // Left as it was, the server takes the very moment, which a minute is not.
          ...(choice === 'treat_as_sent' && upTo !== filledIn && { until: new Date(time).toISOString() }),
        },
      }),
    onSuccess: () => {
      onClose()
      void cache.invalidateQueries({ queryKey: PUT_BACK_KEY })
      void cache.invalidateQueries({ queryKey: ['alerts'] })
    },
  })
  return (
    <Confirm
      isOpen
      onClose={onClose}
      act={choice === 'send_again' ? say('Send them again') : say('Treat them as sent')}
      keep={say('Decide later')}
      pending={choose.isPending}
      blocked={wrong}
      onConfirm={() => choose.mutate()}
    >
      <ul>
        {streams.map(stream => (
          <li key={stream.id}>{`${name(stream)}. ${forgotten(stream, now)}`}</li>
        ))}
      </ul>
      {choice === 'send_again' ? (
        <p>
          {say('What this database does not remember goes out with the next run. Events that the platform has already may arrive twice.')}
        </p>
      ) : (
        <>
          <p>
            {say(
              'Events that happened up to this time are not sent; later ones are. Too late a time loses events, too early a time doubles some.',
            )}
          </p>
          <TextField
            label={say('Happened up to')}
            description={say('On the clock of this device. Filled in: the last request that is known to have left.')}
            type="datetime-local"
            value={upTo}
            onChange={setUpTo}
            error={wrong ? say('Choose a day and a time.') : undefined}
          />
        </>
      )}
      <ErrorNote error={choose.error} />
    </Confirm>
  )
}

/** The last request that is known to have left; when nobody knows, the present. */
function lastOf(streams: readonly Stream[]): number {
  const known = streams.flatMap(({ until }) => until ?? [])
  return known.length === streams.length ? Math.max(...known.map(Date.parse)) : Date.now()
}
/** "2026-11-25T09:13" on this device's clock, the way the control wants it. */
function localMinute(at: number): string {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}
