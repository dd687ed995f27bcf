import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Announcer } from './announce/announcer.tsx'
import { AppNav } from './pages/AppNav.tsx'
import { isMissingScript } from './refusals.ts'
import styles from './router.module.css'
import { ErrorNote } from './ui/ErrorNote.tsx'
import { later } from './ui/later.tsx'
import { SkipLink } from './ui/SkipLink.tsx'
import { Toasts } from './ui/Toasts.tsx'
import { say } from './words/words.ts'

/** Pages other than the editor: navigation above, page below. */
const Pages = ({ children }: { children: ReactNode }) => (
  <div className={styles.pages}>
    <SkipLink to="#main">{say('Skip to content')}</SkipLink>
    <header>
      <AppNav />
    </header>
    {children}
  </div>
)

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Announcer />
      <Toasts />
    </>
  ),
  // Drawn again, the same would happen again: only a page that is loaded anew is another one.
  errorComponent: ({ error }) => (
    <Pages>
      <main className={styles.lost} id="main">
        <h1>{say('Something went wrong on this page')}</h1>
        <p>{say('What you saved is safe on the server.')}</p>
        <ErrorNote
          error={error}
          {...(!isMissingScript(error) && { way: { label: say('Reload this page'), act: () => location.reload() } })}
        />
      </main>
    </Pages>
  ),
  notFoundComponent: () => (
    <Pages>
      <main className={styles.lost} id="main">
        <h1>{say('There is no such page')}</h1>
        <p>
          <a href="/">{say('Back to your flows')}</a>
        </p>
      </main>
    </Pages>
  ),
})
const pages = createRoute({
  getParentRoute: () => root,
  id: 'pages',
  component: () => (
    <Pages>
      <Outlet />
    </Pages>
  ),
})

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)
const flows = createRoute({
  getParentRoute: () => pages,
  path: '/',
  component: later(() => import('./pages/FlowsPage.tsx').then(m => m.FlowsPage)),
})
const choosing = createRoute({
  getParentRoute: () => pages,
  path: '/flows/new',
  component: later(() => import('./pages/FlowsPage.tsx').then(m => () => <m.FlowsPage choosing />)),
})
const connections = createRoute({
  getParentRoute: () => pages,
  path: '/connections',
  validateSearch: (search: Record<string, unknown>): { edit?: string | undefined } => ({ edit: text(search.edit) }),
  component: later(() => import('./pages/ConnectionsPage.tsx').then(m => () => <m.ConnectionsPage edit={connections.useSearch().edit} />)),
})
const inbox = createRoute({
  getParentRoute: () => pages,
  path: '/test-inbox',
  component: later(() => import('./pages/TestInboxPage.tsx').then(m => m.TestInboxPage)),
})
const settings = createRoute({
  getParentRoute: () => pages,
  path: '/settings',
  component: later(() => import('./pages/SettingsPage.tsx').then(m => m.SettingsPage)),
})
const runs = createRoute({
  getParentRoute: () => pages,
  path: '/flows/$id/runs',
  component: later(() => import('./pages/RunsPage.tsx').then(m => () => <m.RunsPage flow={runs.useParams().id} />)),
})
const run = createRoute({
  getParentRoute: () => pages,
  path: '/flows/$id/runs/$run',
  component: later(() =>
    import('./pages/RunPage.tsx').then(m => () => {
      const { id, run: of } = run.useParams()
      return <m.RunPage flow={id} run={of} />
    }),
  ),
})

/** What of the editor is in the address: so that a link or a reload lands where it was. */
export interface EditorSearch {
  step?: string | undefined
  tab?: string | undefined
  /** A field of the step, to choose anew, and the run whose reason led there. */
  field?: string | undefined
  run?: string | undefined
  version?: number | undefined
  lang?: string | undefined
  motion?: string | undefined
}
const editor = createRoute({
  getParentRoute: () => root,
  path: '/flows/$id',
  validateSearch: (search: Record<string, unknown>): EditorSearch => ({
    step: text(search.step),
    tab: text(search.tab),
    field: text(search.field),
    run: text(search.run),
    version: Number(search.version) > 0 ? Number(search.version) : undefined,
    lang: text(search.lang),
    motion: text(search.motion),
  }),
  component: later(() =>
    import('./workbench/workbench.tsx').then(m => () => {
      const { id } = editor.useParams()
      const { version } = editor.useSearch()
      return <m.Workbench key={`${id} ${version ?? ''}`} id={id} version={version} />
    }),
  ),
})

/** Every address of the interface. A page's scripts are fetched before it is drawn. */
export const router = createRouter({
  routeTree: root.addChildren([pages.addChildren([flows, choosing, connections, inbox, settings, runs, run]), editor]),
  defaultPreload: 'intent',
  // What opens over a page leaves it where it is.
  scrollRestoration: ({ location }) => !location.state.over,
})
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
