import { X } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { create } from 'zustand'
import { asApiError } from '../api.ts'
import { fixAnywhere, isAnywhere } from '../refusals.ts'
import { say } from '../words/words.ts'
import { Button } from './Button.tsx'
import { IconButton } from './IconButton.tsx'
import style from './Toasts.module.css'

export interface Toast {
  id: number
  text: string
  /** What a refusal says beside what happened: to what, and why. */
  who: string
  why: string
  tone: 'plain' | 'warn' | 'err'
  acts: readonly { label: string; act: () => void }[]
  /** Goes by itself although it offers something: what it offers stands on the page, too. */
  passes: boolean
}
const SHOWN_MS = 6000
const KEPT = 4

const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }))
let last = 0

/** Says something in passing: `toast('Version 8 went live', { acts: [{ label: 'See what changed', act }] })`. */
export function toast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
  last += 1
  const next: Toast = { who: '', why: '', tone: 'plain', acts: [], passes: false, ...more, id: last, text }
  useToasts.setState(s => ({ toasts: [...s.toasts.filter(t => t.text !== text), next].slice(-KEPT) }))
  return last
}
/** Says that something could not be done, in four parts; what to press is what works on any page. */
export const toastError = (error: unknown): number => refused(error)
/** The same, and where there is nothing else to press, `again` tries it anew. */
export const toastErrorOr =
  (again: () => void) =>
  (error: unknown): number =>
    refused(error, again)
function refused(error: unknown, again?: () => void): number {
  const { title, who, why, fix } = asApiError(error)
  const acts = fix.filter(f => isAnywhere(f.action)).map(f => ({ label: f.label, act: () => fixAnywhere(f.action) }))
  if (again && acts.length === 0) acts.push({ label: say('Try again'), act: again })
  return toast(title, { who: who ?? '', why, tone: 'err', acts })
}
export const dismissToast = (id: number): void => useToasts.setState(s => ({ toasts: s.toasts.filter(t => t.id !== id) }))

/** The region `Notifications`: mounted once, above every page. */
export function Toasts() {
  const toasts = useToasts(s => s.toasts)
  const region = useRef<HTMLElement>(null)
  useHeightTold(region)
  return (
    <section ref={region} aria-label={say('Notifications')} className={style.region}>
      {toasts.map(t => (
        <ToastCard key={t.id} toast={t} />
      ))}
    </section>
  )
}

/** How much of the page's lower edge is covered, as `--toasts`: what scrolls there leaves as much room, so nothing stays out of reach. */
function useHeightTold(region: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = region.current!
    const watch = new ResizeObserver(() => {
      const { top, height } = element.getBoundingClientRect()
      const { style: page } = document.documentElement
      if (height > 0) page.setProperty('--toasts', `${Math.round(innerHeight - top)}px`)
      else page.removeProperty('--toasts')
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [region])
}

function ToastCard({ toast: t }: { toast: Toast }) {
  const card = useRef<HTMLDivElement>(null)
  const stays = !t.passes && (t.acts.length > 0 || t.tone === 'err')
  useEffect(() => {
    if (stays) return
    const go = () => {
      // Whoever is about to press it, or reads it with the pointer on it, is not robbed of it.
      if (card.current?.matches(':hover, :focus-within')) timer = setTimeout(go, SHOWN_MS / 4)
      else dismissToast(t.id)
    }
    let timer = setTimeout(go, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [t.id, stays])
  return (
    <div ref={card} className={style.toast} data-tone={t.tone}>
      <div className={style.words} role={t.tone === 'err' ? 'alert' : 'status'}>
        {t.who || t.why ? <p className={style.title}>{t.text}</p> : t.text}
        {t.who && <p className={style.who}>{t.who}</p>}
        {t.why && <p>{t.why}</p>}
        {t.acts.length > 0 && (
          <div className={style.acts}>
            {t.acts.map(({ label, act }) => (
              <Button
                key={label}
                size="small"
                variant="quiet"
                onPress={() => {
                  dismissToast(t.id)
                  act()
                }}
              >
                {label}
              </Button>
            ))}
          </div>
        )}
      </div>
      <IconButton name={say('Dismiss')} size="small" onPress={() => dismissToast(t.id)}>
        <X />
      </IconButton>
    </div>
  )
}
