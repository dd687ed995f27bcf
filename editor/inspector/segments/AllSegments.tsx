import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { say } from '../../words/words.ts'
import { useSegments } from './queries.ts'
import css from './segments.module.css'

/** Every segment there is, to open one: also those that no flow uses. */
export function AllSegments({ onOpen, onClose }: { onOpen(name: string): void; onClose(): void }) {
  const { data: segments = [] } = useSegments()
  return (
    <Dialog isOpen onClose={onClose} title={say('All segments')}>
      <ul className={css.all} aria-label={say('All segments')}>
        {segments.map(({ name, sentence, usedBy }) => (
          <li key={name}>
            <Button onPress={() => onOpen(name)}>{name}</Button>
            <span className={css.note}>
              {sentence}. {say('Used in {n, plural, =0 {no flow} one {# flow} other {# flows}}.', { n: usedBy.length })}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
