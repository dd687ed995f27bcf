import * as z from 'zod'
import { source } from '../../../runtime/contract.ts'
import { connection } from './connection.ts'

/** The datasets of one BigQuery project. */
export default source({
  id: 'bigquery',
  title: 'Google BigQuery',
  summary: 'Reads tables and queries of BigQuery datasets, without ever writing to them.',
  icon: 'warehouse',
  config: z.strictObject({
    connection: z.string().min(1, 'Choose a connection.').max(200).meta({ title: 'Connection', control: 'connection' }),
  }),
  connection,
  billed: true,
  example: { connection: 'shop-bigquery' },
  exampleConnection: { project: 'shop-analytics-123', location: 'EU', dataset: 'shop', private_key_json: '{"type":"service_account"}' },
  sentence: ({ connection }) => connection,
  stages: ({ endpoint = '' }) =>
    endpoint.startsWith('http:') ? ['name', 'network', 'login', 'query'] : ['name', 'network', 'tls', 'login', 'query'],
  setup: {
    says: 'Run this in Cloud Shell as an owner of the project. It makes a service account that can run queries and read one dataset, and a key to paste below.',
    script: `gcloud iam service-accounts create tributary --project=PROJECT
gcloud projects add-iam-policy-binding PROJECT --role=roles/bigquery.jobUser --condition=None \\
  --member=serviceAccount:tributary@PROJECT.iam.gserviceaccount.com
echo 'GRANT \`roles/bigquery.dataViewer\` ON SCHEMA \`PROJECT.DATASET\`
  TO "serviceAccount:tributary@PROJECT.iam.gserviceaccount.com"' | bq query --project_id=PROJECT --location=LOCATION --use_legacy_sql=false
gcloud iam service-accounts keys create tributary-key.json --iam-account=tributary@PROJECT.iam.gserviceaccount.com
cat tributary-key.json`,
  },
  open: async (_config, settings, around) => (await import('./session.ts')).open(settings, around),
})
