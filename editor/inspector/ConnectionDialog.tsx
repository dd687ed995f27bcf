import { useState } from 'react'
import type { KindInfo } from '../../server/api/payloads.ts'
import { type ConnectionTest, useSaveConnection, useTestConnection } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ConnectionSteps } from './ConnectionSteps.tsx'
import { TextBox } from './form/inputs.tsx'
import css from './inspector.module.css'
import type { Schema } from './property.ts'
import { SchemaForm } from './SchemaForm.tsx'

interface ConnectionDialogProps {
  kind: KindInfo
  taken: readonly string[]
  onClose(): void
  onSaved(name: string): void
}

/** A new connection of one kind, saved and tested in place. */
export function ConnectionDialog({ kind, taken, onClose, onSaved }: ConnectionDialogProps) {
  const [name, setName] = useState(() => freeName(kind.id, taken))
  const [settings, setSettings] = useState<Record<string, unknown>>({})
  const save = useSaveConnection()
  const test = useTestConnection()
  const store = async (): Promise<boolean> => {
    const saved = await save.mutateAsync({ name, kind: kind.id, settings }).catch(() => null)
    if (saved) onSaved(saved.name)
    return saved !== null
  }
  const clash = taken.includes(name) && save.data?.name !== name
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={false}
      title={`New ${kind.title} connection`}
      actions={
        <>
          <Button pending={test.isPending} isDisabled={clash || name === ''} onPress={async () => (await store()) && test.mutate(name)}>
            Test connection
          </Button>
          <Button
            variant="primary"
            pending={save.isPending}
            isDisabled={clash || name === ''}
            onPress={async () => (await store()) && onClose()}
          >
            Save connection
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextBox
          label="Connection name"
          value={name}
          onChange={text => setName(text.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-'))}
          missing={clash || name === ''}
          help={
            clash ? `There is a connection called ${name} already.` : 'Small letters, digits and dashes. Flows refer to it by this name.'
          }
        />
        <SchemaForm
          schema={kind.connection as Schema | null}
          values={settings}
          set={([key], value) => setSettings(before => ({ ...before, [key!]: value }))}
        />
        <ErrorNote error={save.error ?? test.error} />
        <TestResult result={test.data} />
      </div>
    </Dialog>
  )
}

const TestResult = ({ result }: { result: ConnectionTest | undefined }) => result && <ConnectionSteps result={result} />

function freeName(kind: string, taken: readonly string[]): string {
  const names = [`${kind}-main`, ...Array.from({ length: 99 }, (_, i) => `${kind}-${i + 2}`)]
  return names.find(name => !taken.includes(name)) ?? ''
}
