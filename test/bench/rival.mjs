// The same job as people build it in Node-RED: its own nodes for file, CSV, batch and HTTP, a function with the official
// SDK's normaliser. No ledger, no retry, no reasons. Arguments: CSV file, platform address, rows. Ends when all were answered.

import { createServer } from 'node:http'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const [file, platform, rows] = process.argv.slice(2)
const BATCH = 1000
const RED = require('node-red')
const server = createServer()
const batches = Math.ceil(Number(rows) / BATCH)
let answered = 0

RED.init(server, {
  httpAdminRoot: false,
  httpNodeRoot: false,
  userDir: process.env.RIVAL_DIR,
  credentialSecret: false,
  flowFile: 'flow.json',
  logging: { console: { level: 'error' } },
  functionGlobalContext: {
    sdk: require('facebook-nodejs-business-sdk'),
    answered() {
      if (++answered === batches) process.exit(0)
    },
  },
})
const node = (id, type, to, more) => ({ id, type, z: 'tab', x: 0, y: 0, wires: to ? [[to]] : [], ...more })
const NORMALISE = `
const sdk = global.get('sdk')
const row = msg.payload
if (row.status !== 'paid') return null
const user = new sdk.UserData().setEmails([row.email]).setPhones([row.phone]).setFirstNames([row.first_name]).setLastNames([row.last_name])
  .setCities([row.city]).setZips([String(row.zip)]).setCountries([row.country]).setExternalIds([row.customer])
const custom = new sdk.CustomData().setValue(Number(row.amount)).setCurrency('EUR')
const event = new sdk.ServerEvent().setEventName('Purchase').setEventTime(Math.floor(Date.parse(row.ordered_at) / 1000)).setEventId(row.order_id)
  .setUserData(user).setCustomData(custom).setActionSource('physical_store')
return { payload: event.normalize() }`

await RED.start()
await RED.runtime.flows.setFlows(
  {
    flows: {
      flows: [
        { id: 'tab', type: 'tab', label: 'Orders' },
        node('go', 'inject', 'read', {
          once: true,
          onceDelay: 0.1,
          props: [{ p: 'payload' }],
          payload: '',
          payloadType: 'date',
          repeat: '',
          crontab: '',
        }),
        node('read', 'file in', 'csv', { filename: file, filenameType: 'str', format: 'utf8', encoding: 'none', allProps: false }),
        node('csv', 'csv', 'normalise', {
          sep: ',',
          hdrin: true,
          hdrout: 'none',
          multi: 'one',
          ret: '\\n',
          temp: '',
          skip: '0',
          strings: false,
          include_empty_strings: '',
          include_null_values: '',
          spec: 'rfc',
        }),
        node('normalise', 'function', 'batch', {
          func: NORMALISE,
          outputs: 1,
          timeout: 0,
          noerr: 0,
          initialize: '',
          finalize: '',
          libs: [],
        }),
        node('batch', 'join', 'body', {
          mode: 'custom',
          build: 'array',
          property: 'payload',
          propertyType: 'msg',
          count: String(BATCH),
          joiner: '',
          joinerType: 'str',
          accumulate: false,
          timeout: '',
          reduceRight: false,
          useparts: false,
        }),
        node('body', 'function', 'send', {
          func: `return { url: '${platform}/v25.0/1/events', headers: { 'content-type': 'application/json' }, payload: { data: msg.payload } }`,
          outputs: 1,
          timeout: 0,
          noerr: 0,
          initialize: '',
          finalize: '',
          libs: [],
        }),
        node('send', 'http request', 'done', {
          method: 'POST',
          ret: 'obj',
          paytoqs: 'ignore',
          url: '',
          persist: true,
          authType: '',
          senderr: false,
          headers: [],
        }),
        node('done', 'function', undefined, {
          func: `global.get('answered')()`,
          outputs: 0,
          timeout: 0,
          noerr: 0,
          initialize: '',
          finalize: '',
          libs: [],
        }),
      ],
    },
  },
  'full',
)
