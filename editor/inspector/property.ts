/** A setting as the catalogue describes it, ready to be drawn. */
export interface Property {
  name: string
  title: string
  help: string | undefined
  /** Name of the control that draws it: a file in `controls/`. */
  control: string
  required: boolean
  advanced: boolean
  secret: boolean
  /** The allowed values, when only some are. */
  choices: readonly { value: string | number; title: string }[]
  schema: Schema
}
/** The few words of JSON Schema that a form needs. */
export interface Schema {
  type?: string | readonly string[]
  title?: string
  description?: string
  control?: string
  secret?: boolean
  advanced?: boolean
  enum?: readonly (string | number)[]
  const?: string | number
  default?: unknown
  titles?: Readonly<Record<string, string>>
  placeholder?: string
  minimum?: number
  maximum?: number
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  [word: string]: unknown
}

/** Every setting of a schema in the order it was written. */
export function propertiesOf(schema: Schema | null | undefined): readonly Property[] {
  return Object.entries(schema?.properties ?? {}).map(([name, one]) => propertyOf(name, one, schema!))
}

function propertyOf(name: string, schema: Schema, whole: Schema): Property {
  const required = (whole.required?.includes(name) ?? false) && schema.default === undefined
  const choices = choicesOf(schema)
  return {
    name,
    title: schema.title ?? titleFrom(name),
    help: schema.description,
    control: schema.control ?? (schema.secret ? 'secret' : controlOf(schema, choices.length > 0)),
    required,
    advanced: schema.advanced ?? false,
    secret: schema.secret ?? false,
    choices,
    schema,
  }
}

function controlOf(schema: Schema, closed: boolean): string {
  if (closed) return 'choice'
  const type = typeOf(schema)
  if (type === 'boolean') return 'toggle'
  if (type === 'number' || type === 'integer') return 'number'
  return 'text'
}

function typeOf(schema: Schema): string | undefined {
  if (typeof schema.type === 'string') return schema.type
  const parts = schema.anyOf ?? schema.oneOf ?? []
  return parts.map(typeOf).find(type => type !== undefined && type !== 'null')
}

function choicesOf(schema: Schema): Property['choices'] {
  const parts = schema.anyOf ?? schema.oneOf ?? []
  const named = (value: string | number, title?: string) => ({
    value,
    title: schema.titles?.[String(value)] ?? title ?? titleFrom(String(value)),
  })
  if (schema.enum) return schema.enum.map(value => named(value))
  if (parts.length > 0 && parts.every(part => part.const !== undefined)) return parts.map(part => named(part.const!, part.title))
  return []
}

/** "ad_account" and "adAccount" read "Ad account". */
export function titleFrom(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
