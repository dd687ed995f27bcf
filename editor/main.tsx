import './styles/base.css'
import { applyAppearance } from './styles/appearance.ts'
import { learn } from './words/words.ts'

applyAppearance()
const flow = /^\/flows\/(?!new$)([^/]+)$/.exec(location.pathname)?.[1]
if (flow) fetchEditor(flow)
else if (/^\/(flows\/new)?$/.test(location.pathname)) fetchAhead(namedBy('list-scripts'), ['/api/flows'])
/** The language first: what comes after it may speak while it is loaded. Without the catalogue the page speaks English. */
void learn()
  .catch(() => undefined)
  .then(() => import('./app.tsx'))
  .then(({ show }) => show(document.getElementById('app')!))

/**
 * What the editor is made of and its first two answers, while the scripts around it are still under way. Where the address names a
 * step, its settings are seen at once, too.
 */
function fetchEditor(flow: string): void {
  const settings = new URLSearchParams(location.search).has('step') ? namedBy('step-scripts') : []
  fetchAhead([...namedBy('editor-scripts'), ...settings], ['/api/catalogue', `/api/flows/${flow}`])
}
/** Files that the build has named in the page. */
function namedBy(name: string): string[] {
  const { content = '' } = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`) ?? {}
  return content.split(' ').filter(Boolean)
}
function fetchAhead(files: readonly string[], answers: readonly string[]): void {
  const ahead = (rel: string, href: string, as = '') =>
    document.head.append(Object.assign(document.createElement('link'), { rel, as, crossOrigin: '', href }))
  // Asked for exactly as `api.ts` will ask: the browser then gives it this answer.
  for (const href of answers) ahead('preload', href, 'fetch')
  for (const href of files) ahead(href.endsWith('.css') ? 'preload' : 'modulepreload', href, href.endsWith('.css') ? 'style' : '')
}
