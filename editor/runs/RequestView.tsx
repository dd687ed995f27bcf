import type { RequestDetail, RequestInfo } from '../../server/api/requests.ts'
import { useRequest } from '../queries.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { attemptSentence, readable, requestOutcome, requestSentence } from './request-words.ts'
import style from './requests.module.css'
import { moment } from './time.ts'
import { count, plural } from './words.ts'

/** The dialog `Request {n}`: every time it was sent, what was sent, and what was answered. */
export function RequestView({
  run,
  request,
  isOpen,
  onClose,
  now,
}: {
  run: string
  request: number
  isOpen: boolean
  onClose: () => void
  now: number
}) {
  const { data, error } = useRequest(run, request, isOpen)
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={`Request ${request}`} size="wide">
      {error && <ErrorNote error={error} />}
      {!data && !error && <SkeletonRows rows={3} name="Loading the request" />}
      {data && (
        <div className={style.view}>
          <p>{`${plural(data.events, 'event')}. ${requestOutcome(data)}. ${requestSentence(data)}`}</p>
          {data.message && <p className={style.quiet}>{data.message}</p>}
          <Attempts request={data} now={now} />
          <Sent request={data} />
          <Answers request={data} />
        </div>
      )}
    </Dialog>
  )
}

/** The list `Sent`: one item for each time. */
export function Attempts({ request, now }: { request: RequestInfo; now: number }) {
  return (
    <ol className={style.attempts} aria-label={`Sendings of request ${request.request}`}>
      {request.attempts.map(attempt => (
        <li key={attempt.no}>
          <span className={style.when}>
            <time dateTime={attempt.startedAt}>{moment(attempt.startedAt, now)}</time>
          </span>
          <span>
            {attemptSentence(attempt)}
            {attempt.trace && (
              <>
                {' '}
                Trace id for the platform’s support: <code className={style.code}>{attempt.trace}</code>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Sent({ request: { sent, open } }: { request: RequestDetail }) {
  return (
    <section className={style.part} aria-label="What we sent">
      <h3>What we sent</h3>
      {!sent && <p className={style.quiet}>Nothing of this body is kept: it was settled, and bodies go then.</p>}
      {sent && (
        <>
          <p className={style.quiet}>
            {`${sent.events.length < sent.of ? `${count(sent.events.length)} of ${plural(sent.of, 'event')}` : plural(sent.of, 'event')}. Identity stands as the hashes that left; personal values that left in clear are hidden.${open ? '' : ' Kept for a week.'}`}
          </p>
          {sent.events.map(({ at, text }) => (
            <Text key={at} name={`Event ${at + 1}`} text={text} />
          ))}
        </>
      )}
    </section>
  )
}

function Answers({ request: { answers } }: { request: RequestDetail }) {
  return (
    <section className={style.part} aria-label="What the platform said">
      <h3>What the platform said</h3>
      {answers.length === 0 && <p className={style.quiet}>No answer is kept.</p>}
      {answers.map(({ no, status, headers, body, cut }) => (
        <div key={no} className={style.answer}>
          <p>{`Sending ${no}: HTTP ${status}.`}</p>
          {Object.keys(headers).length > 0 && (
            <Text
              name={`Headers of answer ${no}`}
              text={Object.entries(headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join('\n')}
            />
          )}
          <Text name={`Answer ${no}`} text={body || 'The answer was empty.'} />
          {cut && <p className={style.quiet}>This is the beginning of a longer answer.</p>}
        </div>
      ))}
    </section>
  )
}

function Text({ name, text }: { name: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={style.text} tabIndex={0} role="group" aria-label={name}>
      {readable(text)}
    </pre>
  )
}
