import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { openDecision } from '../problems/open-decision.ts'
import { keys, type Template, useCreateFlow } from '../queries.ts'
import { useGo } from '../ui/Link.tsx'

interface Begun {
  /** Makes a flow and opens it at the one decision that it leaves open; without a template it is the simplest one. */
  start(template?: Template): void
  /** The simplest one is being made. */
  pending: boolean
  error: unknown
}
export function useStartFromTemplate(): Begun {
  const go = useGo()
  const cache = useQueryClient()
  const create = useCreateFlow()
  const begun = useRef(false)
  const [state, setState] = useState<{ pending: boolean; error: unknown }>({ pending: false, error: null })
  const begin = async (chosen: Template | undefined) => {
    const template =
      chosen ?? simplest(await cache.ensureQueryData({ queryKey: keys.templates, queryFn: () => api<Template[]>('/api/templates') }))
    const flow = await create.mutateAsync(template ? { template: template.id, name: template.title } : {})
    const open = await openDecision(flow.id, flow.document)
    go(`/flows/${encodeURIComponent(flow.id)}${open ? `?step=${encodeURIComponent(open)}` : ''}`)
  }
  const start = (template?: Template) => {
    // A second press comes before the button is drawn as pending.
    if (begun.current) return
    begun.current = true
    setState({ pending: !template, error: null })
    const ended = (error: unknown) => {
      begun.current = false
      setState({ pending: false, error })
    }
    begin(template).then(() => ended(null), ended)
  }
  return { start, ...state }
}

/** The first template with one end: one platform is easier to begin with than two. */
function simplest(templates: readonly Template[]): Template | undefined {
  const ends = ({ document }: Template) => document.nodes.filter(node => !document.edges.some(edge => edge.from === node.id)).length
  return templates.find(template => ends(template) === 1) ?? templates[0]
}
