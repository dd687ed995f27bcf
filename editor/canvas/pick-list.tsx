import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import styles from './pick-list.module.css'

/** One thing to pick. */
export interface Pick {
  key: string
  title: string
  /** Said after the title: why it fits. */
  why?: string
  icon?: ReactNode
  end?: ReactNode
  /** It cannot be taken now: `why` says why not. */
  off?: boolean
}
interface PickListProps {
  /** Name of the search box, also its placeholder. */
  search: string
  /** Name of the list. */
  list: string
  text: string
  onText: (text: string) => void
  picks: readonly Pick[]
  onPick: (index: number) => void
  /** The choice moved to another one: by arrow or pointer, or because typing changed the list. */
  onLook?: (index: number) => void
  empty: ReactNode
}

/** Type to narrow, arrows to choose, Enter to take; the first is chosen at once. The keyboard stays in the search box. */
export function PickList({ search, list, text, onText, picks, onPick, onLook, empty }: PickListProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const chosen = Math.min(at, picks.length - 1)
  // Before the next key can be pressed.
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])
  const shown = picks[chosen]?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once per choice, whatever the caller redraws
  useEffect(() => {
    if (shown !== undefined) onLook?.(chosen)
  }, [shown])
  useEffect(() => {
    document.getElementById(`${id}${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, chosen])
  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt(Math.min(picks.length - 1, chosen + 1)),
    ArrowUp: () => setAt(Math.max(0, chosen - 1)),
    Enter: () => picks.length > 0 && onPick(chosen),
    Tab: () => {},
  }
  return (
    <>
      <input
        ref={field}
        type="search"
        className={styles.search}
        aria-label={search}
        placeholder={search}
        aria-controls={id}
        aria-activedescendant={picks.length ? `${id}${chosen}` : undefined}
        autoComplete="off"
        value={text}
        onChange={event => {
          onText(event.target.value)
          setAt(0)
        }}
        onKeyDown={event => {
          const act = keys[event.key]
          if (!act) return
          event.preventDefault()
          act()
        }}
      />
      <div id={id} role="listbox" aria-label={list} className={styles.list}>
        {picks.map((pick, i) => (
          <Option key={pick.key} id={`${id}${i}`} pick={pick} chosen={i === chosen} take={() => onPick(i)} look={() => setAt(i)} />
        ))}
      </div>
      {!picks.length && <p className={styles.none}>{empty}</p>}
    </>
  )
}

const Option = ({ id, pick, chosen, take, look }: { id: string; pick: Pick; chosen: boolean; take: () => void; look: () => void }) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and hears the keys
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={chosen}
    aria-disabled={pick.off}
    aria-labelledby={`${id}title`}
    aria-describedby={pick.why ? `${id}why` : undefined}
    className={styles.option}
    onClick={take}
    onPointerMove={look}
  >
    {pick.icon}
    <span className={styles.words}>
      <span id={`${id}title`} className={styles.title}>
        {pick.title}
      </span>
      {pick.why && (
        <span id={`${id}why`} className={styles.why}>
          {pick.why}
        </span>
      )}
    </span>
    {pick.end}
  </div>
)
