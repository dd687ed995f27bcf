import { ChevronDown } from 'lucide-react'
import { type ReactNode, type RefObject, useContext, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import {
  Button,
  Collection,
  ComboBox,
  ComboBoxStateContext,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Text,
} from 'react-aria-components'
import style from '../../ui/control.module.css'
import { LeftByBack } from '../../ui/use-back.ts'
import { say } from '../../words/words.ts'
import css from './form.module.css'
import { useStay } from './use-stay.ts'

export interface Option {
  id: string
  title: string
  /** Options of one section stand together under its name. */
  section?: string
  /** A second line: type, samples, why. */
  detail?: ReactNode
}
interface ChoiceProps {
  label: string
  /** The label is already visible beside the control. */
  hideLabel?: boolean
  options: readonly Option[]
  value: string | null
  onChange(value: string | null): void
  placeholder?: string
  /** What is typed and is no option becomes the value. */
  free?: boolean
  mono?: boolean
  /** Draws the dashed red border of a needed, empty field. */
  missing?: boolean
  readOnly?: boolean
  /** Opens by itself, once, and says so. */
  opens?: () => void
}

/** A combobox: type to narrow, arrows to choose, click to see everything. */
export function Choice({ label, hideLabel, options, value, onChange, placeholder, free, mono, missing, readOnly, opens }: ChoiceProps) {
  const chosen = useRef(false)
  const kept = useRef<Kept>(NOTHING)
  const known = options.some(option => option.id === value)
  const all = known || value === null || value === '' ? options : [{ id: value, title: value }, ...options]
  // A form has dozens of these and a table hundreds of columns: a closed list holds only what it shows.
  const [open, setOpen] = useOpen()
  const shown = open ? all : all.filter(option => option.id === value)
  const take = (typed: string) => {
    const next = meant(typed, all, free ?? false)
    if (next === undefined || next === value) return false
    kept.current = { typed: null, owed: { id: next, title: all.find(option => option.id === next)?.title ?? next } }
    onChange(next)
    return true
  }
  return (
    <ComboBox
      className={`${style.field} ${missing ? css.missing : ''} ${readOnly ? css.readOnly : ''}`}
      value={value === '' ? null : value}
      onChange={key => {
        // The library lets go of a value as soon as another text stands in the field; what was typed takes its place.
        if (key === null && free && (kept.current.typed || kept.current.owed)) return
        chosen.current = key !== null
        kept.current = NOTHING
        if (key !== (value ?? null)) onChange(key === null ? null : String(key))
      }}
      defaultItems={grouped(shown)}
      onOpenChange={(now, by) => {
        if (now && by !== 'input') chosen.current = false
        setOpen(now)
      }}
      allowsEmptyCollection
      allowsCustomValue={free ?? false}
      onBlur={() => {
        if (!free || kept.current.typed === null) return
        const typed = kept.current.typed.trim()
        const option = all.find(o => o.title === typed)
        const next = option?.id ?? (typed === '' ? null : typed)
        kept.current = { typed: null, owed: next === null ? null : { id: next, title: typed } }
        if (next !== (value || null)) onChange(next)
      }}
      isReadOnly={readOnly ?? false}
      {...(hideLabel && { 'aria-label': label })}
    >
      {!hideLabel && <Label className={style.label!}>{label}</Label>}
      <div className={style.group}>
        <OpeningInput
          placeholder={placeholder ?? say('Choose')}
          mono={mono ?? false}
          chosen={chosen}
          kept={kept}
          value={value}
          take={take}
          readOnly={readOnly ?? false}
          opens={opens}
        />
        <Button className={css.chevron!}>
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <Popover className={style.popover!} offset={4}>
        <section aria-label={say('Choices for {label}', { label })}>
          <ListBox
            className={style.list!}
            renderEmptyState={() => (
              <p className={style.empty}>
                {options.length ? say('Nothing matches what you typed.') : say('There is nothing to choose from yet.')}
              </p>
            )}
          >
            {(section: Section) => <SectionOf section={section} mono={mono ?? false} />}
          </ListBox>
        </section>
      </Popover>
    </ComboBox>
  )
}

/** The library looks into a list that has just closed for the title of what was chosen there. */
const LOOKED_INTO_MS = 400
function useOpen(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false)
  const emptying = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(emptying.current), [])
  const change = (now: boolean) => {
    clearTimeout(emptying.current)
    if (now) setOpen(true)
    else emptying.current = setTimeout(() => setOpen(false), LOOKED_INTO_MS)
  }
  return [open, change]
}

interface Section {
  id: string
  title: string
  options: readonly Option[]
}

function SectionOf({ section, mono }: { section: Section; mono: boolean }) {
  return (
    <ListBoxSection id={section.id} aria-label={section.title || say('Choices')}>
      {section.title && <Header className={style.heading!}>{section.title}</Header>}
      <Collection items={section.options}>{option => <OptionOf key={option.id} option={option} mono={mono} />}</Collection>
    </ListBoxSection>
  )
}

function OptionOf({ option, mono }: { option: Option; mono: boolean }) {
  return (
    <ListBoxItem id={option.id} textValue={option.title} className={style.option!}>
      <Text slot="label" className={mono ? style.data! : ''}>
        {option.title}
      </Text>
      {option.detail && (
        <Text slot="description" className={css.detail!}>
          {option.detail}
        </Text>
      )}
    </ListBoxItem>
  )
}

/** What is between the text in the field and the value. */
interface Kept {
  /** Typed, and neither taken nor left yet: only that may change the value when the field is left. */
  typed: string | null
  /** Taken by Enter or by leaving: the library may not know the option yet, and would leave the field empty. */
  owed: { id: string; title: string } | null
}
const NOTHING: Kept = { typed: null, owed: null }

interface OpeningInputProps {
  placeholder: string
  mono: boolean
  /** Whether what happened last was a choice from the list: until somebody types or opens it. */
  chosen: RefObject<boolean>
  kept: RefObject<Kept>
  value: string | null
  /** Chooses the option that the text means, if it means another one than is chosen. */
  take(typed: string): boolean
  readOnly: boolean
  opens: (() => void) | undefined
}

/** A click in the field opens the whole list, as people expect of a field with an arrow. */
function OpeningInput({ placeholder, mono, chosen, kept, value, take, readOnly, opens }: OpeningInputProps) {
  const state = useContext(ComboBoxStateContext)
  const input = useRef<HTMLInputElement>(null)
  useRestInReach(state?.isOpen ?? false)
  useStay(state?.isOpen ?? false, input)
  // An option that empties the field looks to the library like typing, which would open the list again: before that is seen.
  useLayoutEffect(() => {
    if (chosen.current && state?.isOpen && state.value === null) state.close()
  })
  useEffect(() => {
    const { owed } = kept.current
    if (state && owed && owed.id === value && state.inputValue === '') state.setInputValue(owed.title)
  })
  const choose = () => {
    // What is typed next replaces what is there, so that it narrows the list.
    input.current?.select()
    state?.open(null, 'manual')
  }
  const unasked = useEffectEvent(() => {
    if (!readOnly) choose()
    opens?.()
  })
  const led = opens !== undefined
  useEffect(() => {
    if (!led || !input.current) return
    bringUp(input.current)
    input.current.focus({ preventScroll: true })
    // A list closes when what is around it scrolls, which is told with the next frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(unasked)
    })
    return () => cancelAnimationFrame(frame)
  }, [led])
  return (
    <>
      <Input
        ref={input}
        className={`${style.input} ${mono ? style.data : ''}`}
        placeholder={placeholder}
        onInput={({ currentTarget }) => {
          chosen.current = false
          kept.current = { typed: currentTarget.value, owed: null }
        }}
        onKeyDownCapture={event => {
          if (!state) return
          if (event.key === 'Escape' && state.isOpen) {
            // Closes the list, and nothing around it.
            event.stopPropagation()
            kept.current = NOTHING
            state.revert()
          }
          if (event.key === 'Enter' && state.selectionManager.focusedKey === null && take(event.currentTarget.value)) {
            event.stopPropagation()
            event.preventDefault()
            state.close()
          }
        }}
        onClick={() => {
          if (!state?.isOpen && !readOnly) choose()
        }}
      />
      {state?.isOpen && <LeftByBack close={() => state.close()} />}
    </>
  )
}

/** Scrolls what the field is in, and nothing around that: the page itself stays. */
function bringUp(field: HTMLElement): void {
  let around = field.parentElement
  while (around && !(around.scrollHeight > around.clientHeight && /auto|scroll/.test(getComputedStyle(around).overflowY)))
    around = around.parentElement
  if (!around) return
  const [at, box] = [field.getBoundingClientRect(), around.getBoundingClientRect()]
  around.scrollTop += at.top - (box.top + box.height / 3)
}

/** What typed text can only mean: the option called so, the only one that holds it, or (where that is free) the text itself. */
function meant(typed: string, options: readonly Option[], free: boolean): string | undefined {
  const text = typed.trim().toLowerCase()
  if (text === '') return undefined
  const holding = options.filter(option => option.title.toLowerCase().includes(text))
  const called = holding.find(option => option.title.toLowerCase() === text)
  if (called || free) return called?.id ?? typed.trim()
  return holding.length === 1 ? holding[0]!.id : undefined
}

/**
 * The library hides everything but an open list from assistive technology, although all of it can still be focused.
 * The list is no modal, so what is around it is marked to stay; this effect runs before the library's own.
 */
function useRestInReach(open: boolean) {
  useEffect(() => {
    if (!open) return
    const rooms = [...document.body.children].filter(room => room instanceof HTMLElement && room.dataset.reactAriaTopLayer === undefined)
    for (const room of rooms) room.setAttribute('data-react-aria-top-layer', '')
    return () => {
      for (const room of rooms) room.removeAttribute('data-react-aria-top-layer')
    }
  }, [open])
}

function grouped(options: readonly Option[]): readonly Section[] {
  const sections = Map.groupBy(options, option => option.section ?? '')
  return [...sections].map(([title, list]) => ({ id: `section:${title}`, title, options: list }))
}
