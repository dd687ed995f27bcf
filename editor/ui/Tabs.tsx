import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import { cx } from './cx.ts'
import style from './Tabs.module.css'

export interface TabItem {
  id: string
  title: ReactNode
  content: ReactNode
}

/** Views that share a place. `name` is the name of the `tablist`; `end` stands at the far end of the bar. */
export function Tabs({
  name,
  tabs,
  selected,
  onSelect,
  end,
  className,
}: {
  name: string
  tabs: readonly TabItem[]
  selected?: string
  onSelect?: (id: string) => void
  end?: ReactNode
  className?: string
}) {
  return (
    <AriaTabs
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect ? { onSelectionChange: key => onSelect(String(key)) } : {})}
      className={cx(style.tabs, className)}
    >
      <div className={style.list}>
        <TabList aria-label={name} style={{ display: 'contents' }}>
          {tabs.map(tab => (
            <Tab key={tab.id} id={tab.id} className={style.tab!}>
              {tab.title}
            </Tab>
          ))}
        </TabList>
        {end && <div className={style.end}>{end}</div>}
      </div>
      {tabs.map(tab => (
        <TabPanel key={tab.id} id={tab.id} className={style.panel!}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
