import './styles/base.css'
import { applyAppearance } from './styles/appearance.ts'
import { learn } from './words/words.ts'

applyAppearance()
const flow = /^\/flows\/(?!new$)([^/]+)$/.exec(location.pathname)?.[1]
if (flow) fetchEditor(flow)
/** The language first: what comes after it may speak while it is loaded. Without the catalogue the page speaks English. */
void learn()
  .catch(() => undefined)
  .then(() => import('./app.tsx'))
  .then(({ show }) => show(document.getElementById('app')!))

/**
 * What the editor is made of and its first two answers, while the scripts around it are still under way; named in the page by
 * the build. Where the address names a step, its settings are seen at once, too.
 */
function fetchEditor(flow: string): void {
  const namedBy = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
  const named = `${namedBy('editor-scripts')} ${new URLSearchParams(location.search).has('step') ? namedBy('step-scripts') : ''}`
  const ahead = (rel: string, href: string, as = '') =>
    document.head.append(Object.assign(document.createElement('link'), { rel, as, crossOrigin: '', href }))
  // Asked for exactly as `api.ts` will ask: the browser then gives it this answer.
  for (const href of ['/api/catalogue', `/api/flows/${flow}`]) ahead('preload', href, 'fetch')
  for (const href of named.split(' ').filter(Boolean))
    ahead(href.endsWith('.css') ? 'preload' : 'modulepreload', href, href.endsWith('.css') ? 'style' : '')
}
