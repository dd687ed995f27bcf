import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql } from '@codemirror/lang-sql'
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap, tooltips } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import css from './inspector.module.css'

interface SqlEditorProps {
  label: string
  value: string
  onChange(value: string): void
  /** Columns by table, for completion. */
  tables: Readonly<Record<string, readonly string[]>>
  columns: readonly string[]
  readOnly: boolean
}

/** CodeMirror for one SELECT. Tab leaves the editor, as everywhere else. */
export function SqlEditor({ label, value, onChange, tables, columns, readOnly }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const change = useRef(onChange)
  change.current = onChange
  const language = useRef(new Compartment())
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; its value and language follow below
  useEffect(() => {
    const made = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: value,
        extensions: [...basics(label, readOnly), language.current.of(languageOf(tables, columns)), reports(change)],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [label, readOnly])
  const names = JSON.stringify([tables, columns])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are what matters, not their containers
  useEffect(() => view.current?.dispatch({ effects: language.current.reconfigure(languageOf(tables, columns)) }), [names])
  useEffect(() => {
    const shown = view.current
    if (shown && shown.state.doc.toString() !== value) shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } })
  }, [value])
  return <div ref={host} className={css.code} />
}

/** The library's own marks in the colours of the theme, which change with it. */
const colours: Readonly<Record<string, string>> = {
  '#708': 'var(--k-map)',
  '#164': 'var(--k-filter)',
  '#a11': 'var(--ok)',
  '#940': 'var(--ink3)',
}
const inOurColours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(spec => ({ ...spec, ...(spec.color && { color: colours[spec.color] ?? 'var(--ink)' }) })),
)
const look = EditorView.theme({
  '&.cm-focused': { outline: 'none' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    background: 'var(--card)',
    color: 'var(--ink)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { font: 'var(--data)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--accent-soft)', color: 'var(--ink)' },
})

const basics = (label: string, readOnly: boolean) => [
  history(),
  closeBrackets(),
  autocompletion({ icons: false }),
  tooltips({ parent: document.body, position: 'fixed' }),
  syntaxHighlighting(inOurColours),
  look,
  keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
  EditorView.lineWrapping,
  EditorState.readOnly.of(readOnly),
  EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox', 'aria-multiline': 'true', spellcheck: 'false' }),
]

const languageOf = (tables: SqlEditorProps['tables'], columns: readonly string[]) =>
  sql({ schema: { ...tables, ...Object.fromEntries(columns.map(column => [column, []])) }, upperCaseKeywords: false })

const reports = (change: { current(value: string): void }) =>
  EditorView.updateListener.of(update => {
    if (update.docChanged) change.current(update.state.doc.toString())
  })
