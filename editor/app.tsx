import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api.ts'
import { recover } from './live/recovery.ts'
import { catalogueOptions, flowOptions } from './queries.ts'
import { router } from './router.tsx'
import { widgets } from './words/words.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refused it will refuse again; only a silent one is asked again.
      retry: (times, error) => times < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
    },
  },
})

recover(queries)

/** The editor's first two questions, asked while its scripts are still on their way. */
const flow = /^\/flows\/(?!new$)([^/]+)$/.exec(location.pathname)?.[1]
if (flow) {
  void queries.prefetchQuery(catalogueOptions)
  void queries.prefetchQuery(flowOptions(decodeURIComponent(flow)))
}

/** Everything that stands around the pages. */
const App = () => (
  <I18nProvider locale={widgets}>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </I18nProvider>
)

/** Draws the page that the address names, once its scripts are there. */
export async function show(place: HTMLElement): Promise<void> {
  await router.load()
  createRoot(place).render(<App />)
}
