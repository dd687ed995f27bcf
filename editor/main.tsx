import './styles/base.css'
import { applyAppearance } from './styles/appearance.ts'
import { learn } from './words/words.ts'

applyAppearance()
/** The language first: what comes after it may speak while it is loaded. Without the catalogue the page speaks English. */
void learn()
  .catch(() => undefined)
  .then(() => import('./app.tsx'))
  .then(({ show }) => show(document.getElementById('app')!))
