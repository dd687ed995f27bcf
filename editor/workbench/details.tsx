import type { ReactNode } from 'react'
import { Sign } from '../canvas/pictograms.tsx'
import { type Tab, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { FlowList } from '../list/flow-list.tsx'
import { PreviewPanel } from '../preview/PreviewPanel.tsx'
import { ProblemsPanel } from '../problems/ProblemsPanel.tsx'
import { useProblems } from '../problems/use-check.ts'
import { Button } from '../ui/Button.tsx'
import { later } from '../ui/later.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { useWidth } from '../ui/use-width.ts'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

const RunsPanel = later(() => import('./runs-panel.tsx').then(m => m.RunsPanel), { inPlace: true })

/** Their number changes with every answer of the server: it is drawn anew, and not the four tabs around it. */
function ProblemsTitle() {
  const problems = useProblems().length
  return problems ? say('Problems {problems}', { problems }) : say('Problems')
}

/** The region `Details`: rows, problems, runs and the list, below the flow. */
export function Details({ collapsed, children }: { collapsed: boolean; children?: ReactNode }) {
  const tab = useStage(s => s.tab)
  const open = useStage(s => s.detailsOpen)
  const inMain = useStage(s => s.main === 'list')
  // On a phone the way to the list lies over the picture, and a fourth tab has no room.
  const listElsewhere = useWidth() === 'phone' || inMain
  const id = useDocument(s => s.id)
  const toggle = () => useStage.setState({ detailsOpen: !open, detailsShut: open })
  return (
    <section aria-label={say('Details')} className={styles.details} data-region="details" data-collapsed={collapsed || undefined}>
      {children}
      <Tabs
        name={say('Details')}
        selected={tab === 'list' && listElsewhere ? 'preview' : tab}
        onSelect={next => useStage.setState({ tab: next as Tab, detailsOpen: true })}
        tabs={[
          { id: 'preview', title: say('Preview'), content: open && <PreviewPanel /> },
          {
            id: 'problems',
            title: <ProblemsTitle />,
            content: open && <ProblemsPanel />,
          },
          {
            id: 'runs',
            title: say('Runs'),
            content: open && <RunsPanel flow={id} />,
          },
          ...(listElsewhere ? [] : [{ id: 'list', title: say('Flow list'), content: open && <FlowList /> }]),
        ]}
        end={
          <Button size="small" variant="quiet" aria-label={open ? say('Hide details') : say('Show details')} onPress={toggle}>
            <Sign name={open ? 'down' : 'up'} />
          </Button>
        }
      />
    </section>
  )
}
