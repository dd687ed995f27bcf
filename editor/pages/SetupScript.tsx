import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import style from './SetupScript.module.css'

/** What an owner of the data runs once so that there is a login that can only read: to unfold, read and copy. */
export function SetupScript({ setup: { says, script } }: { setup: { says: string; script: string } }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard?.writeText(script).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <details className={style.setup}>
      <summary>{say('Make a login that can only read')}</summary>
      <p>{says}</p>
      {/* A long script scrolls: the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region takes focus */}
      <pre tabIndex={0} role="region" aria-label={say('Script to copy')}>
        {script}
      </pre>
      <Button size="small" onPress={copy}>
        {copied ? say('Copied') : say('Copy the script')}
      </Button>
    </details>
  )
}
