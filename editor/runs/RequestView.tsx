import type { RequestDetail, RequestInfo } from '../../server/api/requests.ts'
import { useRequest } from '../queries.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import { attemptSentence, readable, requestOutcome, requestSentence } from './request-words.ts'
import style from './requests.module.css'
import { moment } from './time.ts'
import { count } from './words.ts'

/** The dialog `Request {n}`: every time it was sent, what was sent, and what was answered. */
export function RequestView({ run, request, onClose, now }: { run: string; request: number; onClose: () => void; now: number }) {
  const { data, error } = useRequest(run, request)
  return (
    <Dialog isOpen onClose={onClose} title={say('Request {request}', { request })} size="wide">
      {error && <ErrorNote error={error} />}
      {!data && !error && <SkeletonRows rows={3} name={say('Loading the request')} />}
      {data && (
        <div className={style.view}>
          <p>{`${say('{events, plural, one {# event} other {# events}}', { events: data.events })}. ${requestOutcome(data)}. ${requestSentence(data)}`}</p>
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
    <ol className={style.attempts} aria-label={say('Sendings of request {request}', { request: request.request })}>
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
                {say('Trace id for the platform’s support:')} <code className={style.code}>{attempt.trace}</code>
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
    <section className={style.part} aria-label={say('What we sent')}>
      <h3>{say('What we sent')}</h3>
      {!sent && <p className={style.quiet}>{say('Nothing of this body is kept: it was settled, and bodies go then.')}</p>}
      {sent && (
        <>
          <p className={style.quiet}>
            {say('{more}. Identity stands as the hashes that left; personal values that left in clear are hidden.{more2}', {
              more:
                sent.events.length < sent.of
                  ? say('{shown} of {of, plural, one {# event} other {# events}}', { shown: count(sent.events.length), of: sent.of })
                  : say('{of, plural, one {# event} other {# events}}', { of: sent.of }),
              more2: open ? '' : say(' Kept for a week.'),
            })}
          </p>
          {sent.events.map(({ at, text }) => (
            <Text key={at} name={say('Event {n}', { n: at + 1 })} text={text} />
          ))}
        </>
      )}
    </section>
  )
}

/** An answer as its platform's support wants it: with the name that it gave this exchange. */
const answerText = ({ status, headers, body }: RequestDetail['answers'][number], trace: string | null | undefined): string =>
  [
    `HTTP ${status}`,
    ...(trace ? [`${say('Trace id for the platform’s support:')} ${trace}`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\n')

function Answers({ request: { answers, attempts } }: { request: RequestDetail }) {
  return (
    <section className={style.part} aria-label={say('What the platform said')}>
      <h3>{say('What the platform said')}</h3>
      {answers.length === 0 && <p className={style.quiet}>{say('No answer is kept.')}</p>}
      {answers.map(answer => {
        const { no, status, headers, body, cut } = answer
        const copied = () => answerText(answer, attempts.find(attempt => attempt.no === no)?.trace)
        return (
          <div key={no} className={style.answer}>
            <p>
              {`${say('Sending {no}: HTTP {status}.', { no, status })} `}
              <CopyButton size="small" variant="quiet" text={copied} copied={say('Copied the answer.')}>
                {say('Copy answer {no}', { no })}
              </CopyButton>
            </p>
            {Object.keys(headers).length > 0 && (
              <Text
                name={say('Headers of answer {no}', { no })}
                text={Object.entries(headers)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join('\n')}
              />
            )}
            <Text name={say('Answer {no}', { no })} text={body || say('The answer was empty.')} />
            {cut && <p className={style.quiet}>{say('This is the beginning of a longer answer.')}</p>}
          </div>
        )
      })}
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
