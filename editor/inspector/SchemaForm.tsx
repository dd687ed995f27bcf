import { type ComponentType, memo, type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Problem } from '../../runtime/contract.ts'
import { later } from '../ui/later.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import css from './inspector.module.css'
import { type Property, propertiesOf, type Schema } from './property.ts'
import type { ControlProps } from './step-context.ts'

/** `gap` stands for one whose scripts are still to come. */
type Control = ComponentType<ControlProps & { gap?: ReactNode }>
interface ControlFile {
  Control: ComponentType<ControlProps>
}
const files = import.meta.glob<ControlFile>(
  ['./controls/*.tsx', '!./controls/conditions.tsx', '!./controls/mapping.tsx', '!./controls/file.tsx'],
  { eager: true },
)
// Too heavy to come with the page: they come with the first step that has one.
const lateFiles = import.meta.glob<ControlFile>(['./controls/conditions.tsx', './controls/mapping.tsx', './controls/file.tsx'])
export const loadLateControls = (): Promise<unknown> => Promise.all(Object.values(lateFiles).map(load => load()))
const nameIn = (path: string) => path.slice('./controls/'.length, -'.tsx'.length)
const controls = new Map<string, Control>([
  ...Object.entries(files).map(([path, file]): [string, Control] => [nameIn(path), file.Control]),
  ...Object.entries(lateFiles).map(([path, load]): [string, Control] => [
    nameIn(path),
    later(() => load().then(file => file.Control), { inPlace: true }),
  ]),
])
/** The control of a name; a name that nobody knows here is edited as text. */
export const controlFor = (name: string): Control => controls.get(name) ?? controls.get('text')!

interface SchemaFormProps {
  schema: Schema | null
  values: Readonly<Record<string, unknown>>
  /** Sets one setting, or the part of it that `path` leads to. */
  set(path: readonly string[], value: unknown, title: string): void
  problems?: readonly Problem[]
  readOnly?: boolean
}

/** One control per setting; what few people need is behind "More settings". */
export const SchemaForm = memo(({ schema, values, set, problems = none, readOnly = false }: SchemaFormProps) => {
  const properties = propertiesOf(schema)
  const [more, setMore] = useState(false)
  const used = (property: Property) => values[property.name] !== undefined || problems.some(p => p.field === property.name)
  const front = properties.filter(p => !p.advanced || used(p))
  const back = properties.filter(p => !front.includes(p))
  const draw = (property: Property) => {
    const Control = controlFor(property.control)
    return (
      <Control
        key={property.name}
        property={property}
        value={values[property.name]}
        set={(value, inside = []) => set([property.name, ...inside], value, property.title)}
        problems={problemsOf(property, properties, problems)}
        readOnly={readOnly}
        gap={<Skeleton />}
      />
    )
  }
  return (
    <div className={css.form}>
      {front.map(draw)}
      {back.length > 0 && (
        <Button className={css.more!} aria-expanded={more} onPress={() => setMore(!more)}>
          <span aria-hidden data-points>
            {more ? '▾' : '▸'}
          </span>{' '}
          {say('More settings ({n})', { n: back.length })}
        </Button>
      )}
      {more && back.map(draw)}
    </div>
  )
})
const none: readonly Problem[] = []

/** A problem belongs to the setting it names; a form of one setting gets those of the parts inside it too. */
function problemsOf(property: Property, all: readonly Property[], problems: readonly Problem[]): readonly Problem[] {
  const named = new Set(all.map(p => p.name))
  return problems.filter(
    p => p.field === property.name || (OWN_PARTS.has(property.control) && p.field !== undefined && !named.has(p.field)),
  )
}
/** Controls that show problems of their own parts. */
const OWN_PARTS = new Set(['mapping', 'conditions'])
