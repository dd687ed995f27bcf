import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { askCheck, keys, type Template, useCreateFlow } from '../queries.ts'
import { useGo } from '../ui/Link.tsx'

/** Makes a flow on sample data and opens it at its one open decision. */
export function useStartWithSample(): { start: () => void; pending: boolean; error: unknown } {
  const go = useGo()
  const cache = useQueryClient()
  const create = useCreateFlow()
  const begun = useRef(false)
  const [state, setState] = useState<{ pending: boolean; error: unknown }>({ pending: false, error: null })
  const begin = async () => {
    const templates = await cache.ensureQueryData({ queryKey: keys.templates, queryFn: () => api<Template[]>('/api/templates') })
    const template = simplest(templates)
    const flow = await create.mutateAsync(template ? { template: template.id } : {})
    const open = await askCheck(flow.id, flow.document).then(
      answer =>
        (answer.problems.find(problem => problem.fixes?.length) ?? answer.problems.find(problem => problem.level === 'must_fix'))?.node,
      () => undefined,
    )
    go(`/flows/${encodeURIComponent(flow.id)}${open ? `?step=${encodeURIComponent(open)}` : ''}`)
  }
  const start = () => {
    // A second press comes before the button is drawn as pending.
    if (begun.current) return
    begun.current = true
    setState({ pending: true, error: null })
    const ended = (error: unknown) => {
      begun.current = false
      setState({ pending: false, error })
    }
    begin().then(() => ended(null), ended)
  }
  return { start, ...state }
}

/** The first template with one end: one platform is easier to begin with than two. */
function simplest(templates: readonly Template[]): Template | undefined {
  const ends = ({ document }: Template) => document.nodes.filter(node => !document.edges.some(edge => edge.from === node.id)).length
  return templates.find(template => ends(template) === 1) ?? templates[0]
}
