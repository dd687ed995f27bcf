import { useDocument } from '../document/hooks.ts'
import { useFlowDetail } from '../queries.ts'
import { later } from '../ui/later.tsx'

const HoldBanner = later(() => import('./hold-banner.tsx').then(m => m.HoldBanner))
const PausedBanner = later(() => import('./paused-banner.tsx').then(m => m.PausedBanner))

/** Few flows rest or are paused: what is said of it comes when one does. */
export function SendingBanners() {
  const { data } = useFlowDetail(useDocument(s => s.id))
  return (
    <>
      {data && data.holds.length > 0 && <HoldBanner />}
      {data?.whilePaused && <PausedBanner />}
    </>
  )
}
