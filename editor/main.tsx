import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './styles/base.css'
import { applyAppearance } from './styles/appearance.ts'

applyAppearance()
createRoot(document.getElementById('app')!).render(<App />)
