import { CopyButton } from '../ui/CopyButton.tsx'
import { say } from '../words/words.ts'
import style from './SetupScript.module.css'

/** What an owner of the data runs once so that there is a login that can only read: to unfold, read and copy. */
export function SetupScript({ setup: { says, script } }: { setup: { says: string; script: string } }) {
  return (
    <details className={style.setup}>
      <summary>{say('Make a login that can only read')}</summary>
      <p>{says}</p>
      {/* A long script scrolls: the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region takes focus */}
      <pre tabIndex={0} role="region" aria-label={say('Script to copy')}>
        {script}
      </pre>
      <CopyButton size="small" text={() => script} copied={say('Copied the script.')}>
        {say('Copy the script')}
      </CopyButton>
    </details>
  )
}
