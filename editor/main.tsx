import './styles/base.css'
import { applyAppearance } from './styles/appearance.ts'
import { learn } from './words/words.ts'

applyAppearance()
if (/^\/flows\/(?!new$)[^/]+$/.test(location.pathname)) fetchEditor()
/** The language first: what comes after it may speak while it is loaded. Without the catalogue the page speaks English. */
void learn()
  .catch(() => undefined)
  .then(() => import('./app.tsx'))
  .then(({ show }) => show(document.getElementById('app')!))

/** The scripts of the editor while those around it are still under way; named in the page by the build. */
function fetchEditor(): void {
  const named = document.querySelector<HTMLMetaElement>('meta[name="editor-scripts"]')?.content ?? ''
  for (const href of named.split(' ').filter(Boolean))
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', crossOrigin: '', href }))
}
