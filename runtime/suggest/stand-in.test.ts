import { expect, test } from 'vitest'
import { numbering, standIn } from './stand-in.ts'

const french = ['N° commande', 'Date commande', 'Statut', 'Montant TTC', 'Devise', 'Adresse e-mail', 'Téléphone', 'Code postal', 'Pays']

test.each([
  ['order_id', undefined, french, 'N° commande'],
  ['order_id', 'event_id', french, 'N° commande'],
  ['created_at', 'event_time', french, 'Date commande'],
  ['created_at', undefined, french, 'Date commande'],
  ['order_total', 'value', french, 'Montant TTC'],
  ['customer_email', 'email', french, 'Adresse e-mail'],
  ['phone_number', 'phone', french, 'Téléphone'],
  ['zip', undefined, french, 'Code postal'],
  ['status', undefined, french, 'Statut'],
  ['client_ip', 'client_ip', french, undefined],
  ['user_agent', 'client_user_agent', french, undefined],
  // What a name means goes before how it is spelt.
  ['country', undefined, ['county', 'Pays'], 'Pays'],
  ['ordered_at', undefined, ['orderd_at', 'note'], 'orderd_at'],
  // Two that are as good: nobody guesses.
  ['contact', 'email', ['Email 1', 'Email 2'], undefined],
  // The spelling decides between two that mean the same.
  ['mail', 'email', ['E-Mail', 'email_address'], 'E-Mail'],
  ['Bestelldatum', 'event_time', ['data ordine', 'importo'], 'data ordine'],
  ['anything', undefined, [], undefined],
  // A longer name that says which.
  ['status', undefined, ['Order ID', 'Financial Status', 'Billing State'], 'Financial Status'],
  ['status', undefined, ['Financial Status', 'Fulfillment Status'], undefined],
  ['status', undefined, ['Bestellnummer', 'Zahlungsstatus'], 'Zahlungsstatus'],
  ['stage', undefined, ['Lifecycle Stage', 'Create Date'], 'Lifecycle Stage'],
  // Whether somebody may be written to is no address.
  ['email', undefined, ['email_opt_in'], undefined],
])('%s (%s) of %j: %s', (missing, means, columns, expected) => expect(standIn(missing, columns, means)).toBe(expected))

test.each([
  [['Record ID', 'First Name', 'Phone Number'], 'Record ID'],
  [['First Name', 'Record ID', 'Phone Number'], 'Record ID'],
  [['subscription_id', 'user_id', 'plan_id'], 'subscription_id'],
  [['name', 'shop_id', 'plan_id'], undefined],
  [['Customer ID', 'Phone Number', 'paid', 'valid'], undefined],
])('%j: the rows are numbered by %s', (columns, expected) => expect(numbering(columns)).toBe(expected))
