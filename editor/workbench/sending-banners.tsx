import { lazy, Suspense } from 'react'
import { useDocument } from '../document/hooks.ts'
import { useFlowDetail } from '../queries.ts'

const HoldBanner = lazy(() => import('./hold-banner.tsx').then(m => ({ default: m.HoldBanner })))
const PausedBanner = lazy(() => import('./paused-banner.tsx').then(m => ({ default: m.PausedBanner })))

/** Few flows rest or are paused: what is said of it comes when one does. */
export function SendingBanners() {
  const { data } = useFlowDetail(useDocument(s => s.id))
  return (
    <Suspense>
      {data && data.holds.length > 0 && <HoldBanner />}
      {data?.whilePaused && <PausedBanner />}
    </Suspense>
  )
}
