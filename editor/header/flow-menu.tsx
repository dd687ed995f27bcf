import { Sign } from '../canvas/pictograms.tsx'
import { commandOf, possible } from '../commands/commands.ts'
import { keyWords } from '../commands/keys.ts'
import { useSituation } from '../commands/situation.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { say } from '../words/words.ts'

/** `More flow actions`: what is done to a flow as a whole, rarely. */
export function FlowMenu() {
  const at = useSituation()
  const item = (name: string) => {
    const command = commandOf(name)
    return {
      id: name,
      text: command.title(at),
      keys: command.keys?.[0] ? keyWords(command.keys[0]) : undefined,
      disabled: !possible(command, at),
      onAction: () => command.run(at),
    }
  }
  return (
    <Menu
      name={say('More flow actions')}
      items={[
        item('flow-settings'),
        item('versions'),
        item('all-runs'),
        item('discard'),
        null,
        item('duplicate-flow'),
        item('export'),
        item('pause-schedule'),
        null,
        item('switch-view'),
        item('command-menu'),
        item('keys'),
        null,
        { ...item('delete-flow'), danger: true },
      ]}
    >
      <Button variant="quiet" aria-label={say('More flow actions')}>
        <Sign name="more" />
      </Button>
    </Menu>
  )
}
