import { useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import styles from './choosing-bar.module.css'

/** While steps are chosen one press after another: how many there are, and the way out. */
export function ChoosingBar() {
  const choosing = useStage(s => s.choosing)
  const over = useStage(s => s.main === 'canvas')
  const n = useDocument(s => s.selected.filter(id => s.flow.nodes.some(step => step.id === id)).length)
  if (!choosing) return null
  return (
    <div role="toolbar" aria-label={say('Selecting several steps')} className={styles.choosing} data-over={over || undefined}>
      <span role="status">
        {say('{n, plural, =0 {Press the steps you want} one {# step selected. Press more} other {# steps selected}}', { n })}
      </span>
      <Button size="small" onPress={() => useStage.setState({ choosing: false })}>
        {say('Stop selecting')}
      </Button>
    </div>
  )
}
