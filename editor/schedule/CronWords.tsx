import { useEffect, useState } from 'react'
import { language } from '../words/words.ts'
import { formWords, fromCron } from './cron-form.ts'

/** The library with the language of the page: its own words are English, others come beside it. */
async function reader(): Promise<(cron: string) => string> {
  const { default: cronstrue } = await import('cronstrue')
  if (language === 'fr') await import('cronstrue/locales/fr')
  return cron => cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: true, locale: language })
}

/** A cron expression as a sentence; the library that reads odd ones is only loaded for those. */
export function useCronWords(cron: string): { words: string | null; problem: string | null } {
  const simple = formWords(fromCron(cron))
  const [read, setRead] = useState<{ cron: string; words: string | null; problem: string | null }>({ cron: '', words: null, problem: null })
  useEffect(() => {
    if (simple !== null || cron.trim() === '') return
    let stopped = false
    reader().then(
      read => !stopped && setRead({ cron, ...said(() => read(cron)) }),
      // The field goes without a sentence: whether it can be read, the server says too.
      () => undefined,
    )
    return () => {
      stopped = true
    }
  }, [cron, simple])
  if (simple !== null) return { words: simple, problem: null }
  return read.cron === cron ? read : { words: null, problem: null }
}

function said(words: () => string): { words: string | null; problem: string | null } {
  try {
    return { words: words(), problem: null }
  } catch (error) {
    return { words: null, problem: String(error).replace(/^Error:\s*/, '') }
  }
}

/** The sentence below a field in which cron is written. */
export function CronWords({ cron }: { cron: string }) {
  const { words, problem } = useCronWords(cron)
  return <p role="status">{problem ?? words ?? ''}</p>
}
