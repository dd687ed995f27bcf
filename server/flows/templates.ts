/** Flows to start from. They are data: this folder of documents is the only place beside a kind's own that names kinds. */
import { Flow } from '../../runtime/flow.ts'

export interface FlowTemplate {
  id: string
  title: string
  summary: string
  document: Flow
}
const files = import.meta.glob<{ title: string; summary: string; document: unknown }>('./templates/*.json', {
  eager: true,
  import: 'default',
})

/** In the order of their file names; the id is the name without its number. */
export const templates: readonly FlowTemplate[] = Object.keys(files)
  .sort()
  .map(name => {
    const { title, summary, document } = files[name]!
    return { id: name.replace(/^.*\/\d+-|\.json$/g, ''), title, summary, document: Flow.parse(document) }
  })
