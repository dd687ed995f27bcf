/** All kinds, as the editor receives them: it imports none. */
import * as z from 'zod'
import { actionSources, concepts, eventNames } from '../runtime/concepts.ts'
import type { AnyKind, Destination, Kinds } from '../runtime/contract.ts'
import type { Dialect } from '../runtime/dialect.ts'
import { currencies } from '../runtime/normalise/currencies.ts'
import type { Catalogue, KindInfo } from './api/catalogue.ts'

/** The catalogue never changes while the program runs: made once. */
export function catalogueOf(kinds: Kinds): Catalogue {
  return {
    kinds: [...kinds.values()].map(kind => infoOf(kind, kinds)),
    concepts: concepts.map(concept => ({ ...concept })),
    eventNames: [...eventNames],
    currencies: [...currencies].toSorted(),
    actionSources: actionSources.map(source => ({ ...source, aliases: [...source.aliases] })),
  }
}

/** A kind's settings (or connection) as JSON Schema, with the titles and controls their schema carries. */
export const schemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

function infoOf(kind: AnyKind, kinds: Kinds): KindInfo {
  const dialect = kind.role === 'destination' ? dialectOf(kind, kinds) : undefined
  return {
    id: kind.id,
    role: kind.role,
    title: kind.title,
    summary: kind.summary,
    icon: kind.icon ?? kind.id,
    accepts: kind.accepts,
    emits: kind.emits,
    ports: kind.role === 'step' ? [...(kind.ports ?? [])] : [],
    config: schemaOf(kind.config),
    connection: kind.connection ? schemaOf(kind.connection) : null,
    ...(kind.role === 'source' && kind.setup && { setup: { ...kind.setup } }),
    ...(kind.role === 'source' && kind.billed && { billed: true }),
    example: kind.example,
    initial: (kind.initial ?? {}) as Record<string, unknown>,
    presets: kind.role === 'source' ? (kind.presets ?? []).map(presetOf) : [],
    ...languageOf(dialect),
    test: kind.role === 'destination' && kind.dialect?.test ? testOf(kind.dialect.test) : null,
    simulated: kind.role === 'destination' && kind.simulator !== undefined,
    local: kind.role === 'destination' && kind.speaks !== undefined,
  }
}

/** A destination that only speaks another one's language is described by that language. */
function dialectOf(kind: Destination, kinds: Kinds): Dialect | undefined {
  if (kind.dialect || !kind.speaks) return kind.dialect
  const parsed = kind.config.safeParse(kind.example)
  const spoken = parsed.success ? kinds.get(kind.speaks(parsed.data)) : undefined
  return spoken?.role === 'destination' ? spoken.dialect : undefined
}

function languageOf(dialect: Dialect | undefined): Pick<KindInfo, 'targets' | 'needs' | 'identity'> {
  if (!dialect) return { targets: [], needs: {}, identity: [] }
  return {
    targets: dialect.targets.map(
      ({
        normalise,
        source: _,
        variant: __,
        hash = false,
        many = false,
        required = false,
        personal = false,
        worth = 0,
        advanced = false,
        ...target
      }) => ({
        ...target,
        says: normalise.says,
        hash,
        many,
        required,
        personal,
        worth,
        advanced,
      }),
    ),
    needs: Object.fromEntries(eventNames.map(name => [name, [...dialect.needs(name, 'website')]])),
    identity: dialect.identity.map(set => [...set]),
  }
}

type Preset = { title: string; config: unknown; model?: { table: string; key: readonly string[] } }
const presetOf = ({ title, config, model }: Preset): KindInfo['presets'][number] => ({
  title,
  config: config as Record<string, unknown>,
  ...(model && { model: { table: model.table, key: [...model.key] } }),
})
const testOf = ({ title, says, code }: NonNullable<Dialect['test']>): KindInfo['test'] => ({ title, says, code: code ?? null })
