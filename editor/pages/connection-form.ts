/** The fields of a connection, read from its kind's JSON Schema; and what is sent back. */

export interface ConnectionField {
  key: string
  title: string
  description: string | undefined
  type: 'text' | 'number' | 'boolean' | 'choice'
  choices: readonly { id: string; text: string }[]
  secret: boolean
  required: boolean
  advanced: boolean
  /** The platform may list what it can be. */
  listed: boolean
  /** Text the field starts with. */
  initial: string
}
type Schema = Record<string, unknown>

/** Fields in the order drawn up by the kind. Of several shapes, all fields are offered, none required unless all ask it. */
export function fieldsOf(schema: Schema): ConnectionField[] {
  const shapes = alternatives(schema)
  const found = new Map<string, ConnectionField>()
  for (const shape of shapes) {
    for (const [key, property] of Object.entries((shape.properties ?? {}) as Record<string, Schema>)) {
      if ('const' in property || found.has(key)) continue
      found.set(
        key,
        fieldOf(
          key,
          property,
          shapes.every(s => requires(s, key)),
        ),
      )
    }
  }
  return [...found.values()]
}
const alternatives = (schema: Schema): Schema[] => {
  const several = schema.anyOf ?? schema.oneOf
  return Array.isArray(several) ? (several as Schema[]).flatMap(alternatives) : [schema]
}
const requires = (schema: Schema, key: string): boolean => Array.isArray(schema.required) && schema.required.includes(key)

function fieldOf(key: string, property: Schema, required: boolean): ConnectionField {
  const single = plainOf(property)
  const titles = (property.titles ?? single.titles ?? {}) as Record<string, string>
  const choices = Array.isArray(single.enum) ? single.enum.map(String).map(id => ({ id, text: titles[id] ?? id })) : []
  const start = property.default ?? single.default
  return {
    key,
    title: text(property.title) ?? text(single.title) ?? key,
    description: text(property.description) ?? text(single.description),
    type:
      choices.length > 0
        ? 'choice'
        : single.type === 'boolean'
          ? 'boolean'
          : single.type === 'integer' || single.type === 'number'
            ? 'number'
            : 'text',
    choices,
    secret: property.secret === true || single.secret === true,
    required: required && start === undefined,
    advanced: property.advanced === true,
    listed: property.listed === true,
    initial: start === undefined ? '' : String(start),
  }
}
/** The shape a person types, of a property that may also be null or something else. */
function plainOf(property: Schema): Schema {
  const several = property.anyOf ?? property.oneOf
  return Array.isArray(several) ? ((several as Schema[]).find(s => s.type !== 'null') ?? property) : property
}
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** What the form starts with: stored settings, never a secret. */
export const startingText = (fields: readonly ConnectionField[], stored: Record<string, unknown> | undefined): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ key, secret, initial }) => [
      key,
      secret ? '' : stored?.[key] === undefined ? (stored ? '' : initial) : String(stored[key]),
    ]),
  )

/** What is sent: typed values in their types; an empty field and an untouched secret are left out. */
export function settingsOf(fields: readonly ConnectionField[], typed: Readonly<Record<string, string>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const { key, type, secret } of fields) {
    const value = secret ? typed[key] : typed[key]?.trim()
    if (value === undefined || value === '') continue
    settings[key] = type === 'number' && Number.isFinite(Number(value)) ? Number(value) : type === 'boolean' ? value === 'true' : value
  }
  return settings
}

/** Titles of fields that must be filled and are not; a stored secret counts as filled. */
export const missing = (fields: readonly ConnectionField[], typed: Readonly<Record<string, string>>, stored: boolean): string[] =>
  fields.filter(({ key, required, secret }) => required && !typed[key]?.trim() && !(secret && stored)).map(field => field.key)

/** A free name made of the kind's: "meta", "meta-2". */
export function freeName(kind: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? kind : `${kind}-${n}`
    if (!taken.includes(name)) return name
  }
}
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_. -]{0,63}$/
