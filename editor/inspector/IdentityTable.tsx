import { useFlow } from '../document/hooks.ts'
import { useLivePreview, usePreviewState, useSampleOf } from '../preview/use-preview.ts'
import { cellText } from '../preview/words.ts'
import { useCatalogue } from '../queries.ts'
import { Head, Table } from '../ui/Table.tsx'
import { say } from '../words/words.ts'
import { beforeAndAfter } from './identity.ts'
import css from './inspector.module.css'
import { parentOf, useSettingsStep } from './step-context.ts'

/** What sealing does to one sampled event: each field that names a person, before and after. */
export function IdentityTable() {
  const { step } = useSettingsStep()
  const { document } = useFlow()
  const { data: catalogue } = useCatalogue()
  useLivePreview()
  const pending = usePreviewState(s => s.pending)
  const after = useSampleOf(step.id).seen
  const before = useSampleOf(parentOf(document, step.id)?.id).seen
  const personal = (catalogue?.concepts ?? []).filter(concept => concept.personal)
  const lines = before && after ? beforeAndAfter(personal, before.rows, after.rows) : []
  return (
    <div className={css.field}>
      <h3>{say('Before and after')}</h3>
      <Table
        name={say('Identity fields')}
        data
        className={css.identity!}
        head={
          <>
            <Head>{say('Field')}</Head>
            <Head>{say('Before')}</Head>
            <Head>{say('After')}</Head>
          </>
        }
      >
        {lines.map(line => (
          <tr key={line.title}>
            <th scope="row">{line.title}</th>
            <td>{cellText(line.before) ?? '–'}</td>
            <td title={cellText(line.after) ?? ''}>{cellText(line.after) ?? say('left out')}</td>
          </tr>
        ))}
      </Table>
      {lines.length === 0 && (
        <p className={css.help}>
          {pending ? say('Looking at a sample…') : say('Shown once a field that names a person is mapped and a destination is connected.')}
        </p>
      )}
    </div>
  )
}
