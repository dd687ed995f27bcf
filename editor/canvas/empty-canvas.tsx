import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { replaceFlow } from '../document/settings.ts'
import { openDecision } from '../problems/open-decision.ts'
import { type Template, useTemplates } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { say } from '../words/words.ts'
import styles from './canvas.module.css'

/** What an empty flow shows: the shape of one, and where to begin. */
export function EmptyCanvas() {
  const readOnly = useDocument(s => s.readOnly)
  return (
    <div className={styles.empty} data-flow-view>
      <svg className={styles.ghost} viewBox="0 0 760 96" aria-hidden="true">
        {[0, 200, 400, 600].map(x => (
          <g key={x}>
            <rect x={x + 1} y="1" width="150" height="94" rx="12" />
            <rect x={x + 15} y="16" width="26" height="26" rx="7" data-solid />
            <path d={`M${x + 53} 22h74M${x + 53} 36h50M${x + 1} 66h150`} />
            {x < 600 && <path d={`M${x + 151} 29h49`} data-thread />}
          </g>
        ))}
      </svg>
      {!readOnly && (
        <Button
          variant="primary"
          data-start=""
          onPress={event => {
            const box = event.target.getBoundingClientRect()
            useStage.setState({ adding: { where: null, after: null, before: null, at: { x: box.left, y: box.bottom + 8 } } })
          }}
        >
          {say('Start with a source')}
        </Button>
      )}
      <div className={styles.below}>
        {!readOnly && <TemplateChips />}
        <p>{say('A source brings your orders or leads in. Every next step is one press away.')}</p>
      </div>
    </div>
  )
}

const CHIPS = 3
/** The quickest way to something that works: a template takes the empty flow's place, as one act that can be undone. */
function TemplateChips() {
  const { data } = useTemplates()
  const { store } = useSituation()
  if (!data?.length) return null
  const take = ({ document, title }: Template) => {
    store
      .getState()
      .dispatch(
        replaceFlow(
          document,
          say('start from a template'),
          say('{title}: {length} steps added.', { title, length: document.nodes.length }),
        ),
      )
    setTimeout(() => useStage.getState().view?.fit(), SETTLED_MS)
    const taken = store.getState()
    void openDecision(taken.id, taken.flow).then(step => {
      const { flow, selected } = store.getState()
      if (step && flow === taken.flow && selected === taken.selected) store.getState().select([step])
    })
  }
  return (
    <div className={styles.chips} role="group" aria-label={say('Templates')}>
      {data.slice(0, CHIPS).map(template => (
        <Button key={template.id} size="small" onPress={() => take(template)}>
          {template.title}
        </Button>
      ))}
    </div>
  )
}
// By then its cards have been measured.
const SETTLED_MS = 120
