import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Upload as Arrow } from 'lucide-react'
import { useState } from 'react'
import { DropZone, FileTrigger, isFileDropItem } from 'react-aria-components'
import type { Upload } from '../../../server/api/uploads.ts'
import { ApiError, api } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Confirm } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { say } from '../../words/words.ts'
import css from './file-drop.module.css'
import { freeName } from './file-name.ts'
import { sizeOf } from './file-size.ts'

interface Sent {
  file: File
  name: string
  replace: boolean
}
interface FileDropProps {
  endings: readonly string[]
  /** The names that are taken. */
  names: readonly string[]
  onKept(file: Upload): void
}

/** Takes a file that is dropped or picked and gives it to the server; a taken name is replaced only when asked for. */
export function FileDrop({ endings, names, onKept }: FileDropProps) {
  const cache = useQueryClient()
  const [asking, setAsking] = useState<{ file: File; name: string; why: string } | null>(null)
  const send = useMutation({
    mutationFn: ({ file, name, replace }: Sent) =>
      api<Upload>(`/api/uploads/${encodeURIComponent(name)}${replace ? '?replace=true' : ''}`, { method: 'PUT', file }),
    onSuccess: kept => {
      toast(say('Uploaded {name}', { name: kept.name }))
      void cache.invalidateQueries({ queryKey: ['uploads'] })
      onKept(kept)
    },
    onError: (error, { file, name }) => {
      if (isTaken(error)) setAsking({ file, name, why: error.why })
    },
  })
  const take = (file: File | null | undefined) => file && send.mutate({ file, name: file.name, replace: false })
  const answer = (name: string, replace: boolean) => {
    if (asking) send.mutate({ file: asking.file, name, replace })
    setAsking(null)
  }
  return (
    <>
      <DropZone
        aria-label={say('Drop a file here')}
        className={css.drop!}
        onDrop={async event => {
          const dropped = event.items.find(isFileDropItem)
          if (dropped) take(await dropped.getFile())
        }}
      >
        <Arrow aria-hidden />
        <span className={css.words}>{say('Drop a file here, or')}</span>
        <FileTrigger acceptedFileTypes={[...endings.map(one => `.${one}`), '.gz']} onSelect={files => take(files?.[0])}>
          <Button size="small" pending={send.isPending}>
            {say('Choose a file')}
          </Button>
        </FileTrigger>
      </DropZone>
      {send.isPending && (
        <ProgressBar
          name={say('Uploading')}
          words={say('Uploading {name}, {size}', { name: send.variables.name, size: sizeOf(send.variables.file.size) })}
        />
      )}
      {!isTaken(send.error) && <ErrorNote error={send.error} />}
      <Confirm
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        act={say('Replace {name}', { name: asking?.name ?? '' })}
        keep={say('Keep the old one')}
        rather={{ act: say('Keep both'), onPress: () => answer(freeName(asking?.name ?? '', names), false) }}
        onConfirm={() => answer(asking?.name ?? '', true)}
      >
        <p>
          {say('There is a file of this name already.')} {asking?.why}
        </p>
      </Confirm>
    </>
  )
}
const isTaken = (error: unknown): error is ApiError => error instanceof ApiError && error.code === 'upload.exists'
