import type { Previewed } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import css from './preview.module.css'
import { readable } from './words.ts'

/** The requests that a run would send for the sample, byte for byte, indented only for reading. */
export function Requests({ requests }: { requests: Previewed['paths'][number]['requests'] }) {
  return (
    <ol className={css.requests}>
      {requests.map((request, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: requests have no name but their order
        <li key={index}>
          <p className={css.address}>
            <b>{request.method}</b> {request.url}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className={css.body} role="group" tabIndex={0} aria-label={say('Body of request {n}', { n: index + 1 })}>
            {readable(request.body)}
          </pre>
        </li>
      ))}
    </ol>
  )
}
