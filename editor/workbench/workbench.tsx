import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { AddMenu } from '../canvas/add-menu.tsx'
import { Canvas } from '../canvas/canvas.tsx'
import { ConnectDialog } from '../canvas/connect-dialog.tsx'
import { ContextMenu } from '../canvas/context-menu.tsx'
import { FindBar } from '../canvas/find-bar.tsx'
import { Refusal } from '../canvas/refusal.tsx'
import type { Situation } from '../commands/command.ts'
import { SituationContext } from '../commands/situation.ts'
import { focusStep, type Stage, useStage } from '../commands/stage.ts'
import { called } from '../document/edits.ts'
import { kindsOf } from '../document/graph.ts'
import { DocumentContext, useDocument, useDocumentStore } from '../document/hooks.ts'
import type { DocumentStore } from '../document/store.ts'
import { FlowHeader } from '../header/flow-header.tsx'
import { Inspector } from '../inspector/Inspector.tsx'
import { FlowList } from '../list/flow-list.tsx'
import { Palette } from '../palette/palette.tsx'
import { useKeepChecked } from '../problems/use-check.ts'
import { useCatalogue, useConnections } from '../queries.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Link } from '../ui/Link.tsx'
import { later } from '../ui/later.tsx'
import { SkipLink } from '../ui/SkipLink.tsx'
import { CalledContext } from '../ui/ToStep.tsx'
import { useBack } from '../ui/use-back.ts'
import { useWidth } from '../ui/use-width.ts'
import { say } from '../words/words.ts'
import { OtherTabBanner, VersionBanner } from './banners.tsx'
import { ChoosingBar } from './choosing-bar.tsx'
import { Details } from './details.tsx'
import { News } from './news.tsx'
import { NotSavedBanner } from './not-saved-banner.tsx'
import { Opening } from './opening.tsx'
import { SendingBanners } from './sending-banners.tsx'
import { SettingsPage, SettingsSheet, useSettingsShown } from './settings-sheet.tsx'
import { SideNav } from './side-nav.tsx'
import { Splitter } from './splitter.tsx'
import { useAround } from './use-around.ts'
import { useKeys } from './use-keys.ts'
import { useOpenFlow } from './use-open-flow.ts'
import { usePageActs } from './use-page-acts.ts'
import { useFlowRuns } from './use-runs.ts'
import { useSaver } from './use-saver.ts'
import styles from './workbench.module.css'

const ClashDialog = later(() => import('./clash-dialog.tsx').then(m => m.ClashDialog))
const Dialogs = later(() => import('./dialogs.tsx').then(m => m.Dialogs))

/** The editor of one flow. */
export function Workbench({ id, version }: { id: string; version: number | undefined }) {
  const { store, error, again } = useOpenFlow(id, version)
  const catalogue = useCatalogue()
  const trouble = error ?? catalogue.error
  if (trouble)
    return (
      <main className={styles.waiting}>
        <h1>{say('This flow could not be opened')}</h1>
        <ErrorNote error={trouble} onRetry={again} />
        {version !== undefined && <Link href={`/flows/${encodeURIComponent(id)}`}>{say('Open the draft')}</Link>}
      </main>
    )
  if (!store || !catalogue.data) return <Opening id={id} />
  return (
    <DocumentContext value={store}>
      <OpenWorkbench store={store} version={version} />
    </DocumentContext>
  )
}

/** Not drawn again with the address, which follows what is selected. */
const OpenWorkbench = memo(({ store, version }: { store: DocumentStore; version: number | undefined }) => {
  const { data: catalogue } = useCatalogue()
  const { data: connections } = useConnections()
  const { saver, question } = useSaver(store)
  const runs = useFlowRuns(store, saver)
  const acts = usePageActs(store, saver, runs)
  const kinds = useMemo(() => kindsOf(catalogue?.kinds ?? []), [catalogue])
  const situation = useMemo(
    (): Situation => ({ store, kinds, connections: connections ?? [], page: acts }),
    [store, kinds, connections, acts],
  )
  const page = useRef<HTMLDivElement>(null)
  useKeys(page, situation)
  const stepCalled = useCallback(
    (who: string) => {
      const { flow } = store.getState()
      const there = flow.nodes.some(n => n.id === who)
      return { name: called(flow, kinds, who), go: there ? () => openStep(store, who) : undefined }
    },
    [store, kinds],
  )
  return (
    <SituationContext value={situation}>
      <CalledContext value={stepCalled}>
        <Checked />
        <Layout page={page} version={version} />
        <AddMenu />
        <ContextMenu />
        <FindBar />
        <Refusal />
        <ConnectDialog />
        {question && <ClashDialog question={question} />}
        <LateDialogs />
        <News saver={saver} />
      </CalledContext>
    </SituationContext>
  )
})

/** From a refusal to the step that it is about: what lies over the flow goes, its settings come. */
function openStep(store: DocumentStore, step: string): void {
  useStage.setState({ dialog: null, settings: 'step' })
  store.getState().select([step])
  focusStep(step)
}

/** Follows every edit, so it stands alone: what is around it need not be drawn anew with each key. */
function Checked() {
  useKeepChecked(
    useDocument(s => s.id),
    useDocument(s => s.flow),
    // Edits that go on with each other, such as the letters of a word, share what was there before them.
    useDocument(s => s.history.past.at(-1)?.before),
  )
  return null
}

/** The dialogs come when one is asked for; fetched they are when the page has nothing else to do. */
function LateDialogs() {
  const asked = useStage(s => s.dialog !== null)
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    // Who asks for one later and fails is told then.
    const fetch = () => void Dialogs.preload().catch(() => undefined)
    const timer = setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(fetch, { timeout: IDLE_MS }) : fetch()), IDLE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (asked && !wanted) setWanted(true)
  return wanted ? <Dialogs /> : null
}
const IDLE_MS = 2_000

const Layout = memo(({ page, version }: { page: React.RefObject<HTMLDivElement | null>; version: number | undefined }) => {
  const width = useWidth()
  const store = useDocumentStore()
  const main = useStage(s => s.main)
  const empty = useDocument(s => s.flow.nodes.length === 0)
  const open = useStage(s => s.detailsOpen)
  const readOnly = useDocument(s => s.readOnly)
  const phone = width === 'phone'
  const docked = width === 'wide' || width === 'middle'
  const picture = main === 'canvas'
  const sheet = useSettingsShown() && width === 'narrow'
  const around = useAround()
  const toList = (left: Partial<Stage>) => {
    useStage.setState(left)
    const step = store.getState().selected.at(-1)
    if (step) focusStep(step)
  }
  useRoom(phone, docked)
  useBack(phone && picture, () => toList({ main: 'list' }))
  useBack(phone && open, () => toList({ detailsOpen: false, detailsShut: true }))
  return (
    <div ref={page} className={styles.page} data-width={width} data-details={open ? 'open' : 'shut'} data-sheet={sheet || undefined}>
      <SkipLink to="#flow" go={() => enterFlow(page.current, store)}>
        {say('Skip to flow')}
      </SkipLink>
      <header className={styles.bar}>
        <FlowHeader />
      </header>
      {!phone && (
        <div className={styles.side}>
          {around && !readOnly && <Palette rail={width !== 'wide'} />}
          {around && <SideNav rail={width !== 'wide'} />}
        </div>
      )}
      <main className={styles.main} id="flow">
        <NotSavedBanner />
        <SendingBanners />
        {version === undefined ? <OtherTabBanner /> : <VersionBanner version={version} />}
        {picture ? <Canvas /> : <FlowList />}
        <ChoosingBar />
        {docked && (
          <Splitter
            name={say('Width of the settings')}
            property="--settings"
            axis="x"
            least={320}
            most={560}
            usual={width === 'wide' ? 360 : 340}
          />
        )}
        {phone && !empty && (
          <button
            type="button"
            className={styles.switch}
            data-over={picture || undefined}
            onClick={() => useStage.setState(s => ({ main: s.main === 'list' ? 'canvas' : 'list' }))}
          >
            {picture ? say('Show list') : say('Show picture')}
          </button>
        )}
      </main>
      {around ? (
        <Details collapsed={!docked}>
          {open && !phone && (
            <Splitter
              name={say('Height of the details')}
              property="--details"
              axis="y"
              least={120}
              most={560}
              usual={width === 'wide' ? 240 : 200}
            />
          )}
        </Details>
      ) : (
        <div className={styles.details} data-collapsed={!docked || undefined} />
      )}
      {docked ? (
        <div className={styles.settings} data-region="settings">
          {around && <Inspector />}
        </div>
      ) : (
        sheet && <SettingsSheet />
      )}
      {phone && <SettingsPage />}
    </div>
  )
})

/** A window that becomes as narrow as a phone, or a phone on its side, is laid out as if the flow were opened in it. */
function useRoom(phone: boolean, docked: boolean): void {
  const was = useRef(phone)
  useLayoutEffect(() => {
    if (phone === was.current) return
    was.current = phone
    useStage.setState({ main: phone ? 'list' : 'canvas', detailsOpen: docked })
  }, [phone, docked])
}

/** The step that the keyboard was last about, or the button of an empty flow. */
function enterFlow(page: HTMLElement | null, store: DocumentStore): void {
  const { flow, selected } = store.getState()
  const start = page?.querySelector<HTMLElement>('#flow [tabindex="0"][data-id], [data-start]')
  const step = selected.at(-1) ?? flow.nodes[0]?.id
  if (start) {
    start.focus()
    // Half of it may lie outside.
    if (start.dataset.id) useStage.getState().view?.reveal(start.dataset.id, true)
  }
  if (start || step === undefined) return
  // Far outside of what is drawn: brought into view first.
  focusStep(step)
  useStage.getState().view?.reveal(step, true)
}
