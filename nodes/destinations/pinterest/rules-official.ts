/** The official description of Pinterest's events call, as it stands in this folder, asked of each event of the simulator. */
import Ajv, { type ErrorObject } from 'ajv'
import description from './pinterest-conversions.openapi.json' with { type: 'json' }

const EVENTS = 'pinterest#/components/schemas/ConversionEvents'
const ajv = new Ajv({ strict: false, formats: { int64: true } }).addSchema({ $id: 'pinterest', components: description.components })
const fitsBody = ajv.compile({ $ref: EVENTS })
const fitsEvent = ajv.compile({ $ref: `${EVENTS}/properties/data/items` })

/** Which part of the schema an event breaks, and how: "custom_data.value must be string (type)". Nothing when it fits. */
export const eventFlaw = (event: unknown): string | undefined => (fitsEvent(event) ? undefined : said(fitsEvent.errors))

/** The same of a whole request: its root, its number of events, and each of them. */
export const bodyFlaw = (body: unknown): string | undefined => (fitsBody(body) ? undefined : said(fitsBody.errors))

/** The last error is the outermost: after the branches of a choice stands the choice itself. Never holds a value. */
function said(errors: readonly ErrorObject[] | null | undefined): string {
  const error = errors?.at(-1)
  if (!error) return 'The schema does not take it'
  const { instancePath, keyword, message = 'is not valid', params } = error
  const at = instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'additionalProperties')
    return `Additional properties are not allowed ('${params.additionalProperty}' was unexpected${at && ` in ${at}`})`
  return `${at || 'event'} ${message} (${keyword})`
}
