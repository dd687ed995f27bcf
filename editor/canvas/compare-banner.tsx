import { useStage } from '../commands/stage.ts'
import { compared, comparedWords } from '../document/compare.ts'
import { useDocument } from '../document/hooks.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import styles from './canvas.module.css'

/** Says what the picture is compared with while its differences are outlined. */
export function CompareBanner() {
  const with_ = useStage(s => s.compare)
  const flow = useDocument(s => s.flow)
  if (!with_) return null
  return (
    <div className={styles.compare} role="status" aria-label={say('Comparison')}>
      <span>
        {say('Since version {version}: {comparedWords}.', {
          version: with_.version,
          comparedWords: comparedWords(compared(with_.document, flow)),
        })}
      </span>
      <Button size="small" onPress={() => useStage.setState({ compare: null })}>
        {say('Close comparison')}
      </Button>
    </div>
  )
}
