import { type ReactNode, useEffect, useId, useState } from 'react'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'
import style from './Page.module.css'

/** The frame of a page: its `main`, its one h1 and its actions. */
export function Page({
  title,
  lead,
  back,
  actions,
  children,
}: {
  title: string
  lead?: ReactNode
  back?: { href: string; text: string }
  actions?: ReactNode
  children: ReactNode
}) {
  useEffect(() => {
    document.title = say('{title} · Tributary', { title })
  }, [title])
  return (
    <main id="main" tabIndex={-1} className={style.page}>
      <div className={style.head}>
        <div className={style.title}>
          {back && (
            <Link href={back.href} className={style.back}>
              {back.text}
            </Link>
          )}
          <h1>{title}</h1>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {actions && <div className={style.actions}>{actions}</div>}
      </div>
      {children}
    </main>
  )
}

/** A titled part of a page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={style.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** The present moment, for "3 minutes ago"; moves every 20 seconds, every second while something runs. */
export function useNow(quick = false): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), quick ? 1000 : 20_000)
    return () => clearInterval(timer)
  }, [quick])
  return now
}
