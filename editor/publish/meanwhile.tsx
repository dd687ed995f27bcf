import { useState } from 'react'
import type { Flow } from '../../runtime/flow.ts'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { say } from '../words/words.ts'
import { changes } from './changes.ts'
import css from './publish.module.css'

/** What was done elsewhere since a dialog about the flow was opened: to the draft, and to what is live. */
export interface Meanwhile {
  sentences: string[]
  wentLive: number | null
}

/** Follows both from the moment it is mounted. Inside a modal dialog nobody edits here, so every change is somebody else's. */
export function useMeanwhile(document: Flow, live: number | null | undefined, catalogue: Catalogue | undefined): Meanwhile {
  const [looked] = useState(document)
  const [first, setFirst] = useState(live)
  if (first === undefined && live !== undefined) setFirst(live)
  const sentences = catalogue && document !== looked ? changes(looked, document, catalogue) : []
  return { sentences, wentLive: first !== undefined && live !== first ? (live ?? null) : null }
}

export const isAny = ({ sentences, wentLive }: Meanwhile): boolean => sentences.length > 0 || wentLive !== null

/** Says it, above what publishing would do now. */
export function MeanwhileNote({ meanwhile: { sentences, wentLive } }: { meanwhile: Meanwhile }) {
  return (
    <div role="alert" className={css.meanwhile}>
      {wentLive !== null && (
        <p>
          <b>{say('Version {version} went live while this was open.', { version: wentLive })}</b>{' '}
          {say('What changes is compared with it now.')}
        </p>
      )}
      {sentences.length > 0 && (
        <>
          <p>
            <b>{say('Somebody else changed this flow while this was open.')}</b>{' '}
            {say('Nothing was published. Their changes are in the draft now:')}
          </p>
          <ul className={css.changes} aria-label={say('Changed meanwhile')}>
            {sentences.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <p>{say('Publish them together with yours, or keep editing: your own changes are all still there.')}</p>
        </>
      )}
    </div>
  )
}
