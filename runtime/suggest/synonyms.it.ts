/** Italian names for each concept, without accents, words apart by a space. */
export const italian: Readonly<Record<string, string>> = {
  event_name: 'evento, nome evento, tipo evento',
  event_time: `data, data ora, data evento, data ordine, data acquisto, creato il, data creazione, data di creazione, data di acquisto, data dell ordine, data pagamento~, data vendita, data transazione, data fattura~, ora evento, ordinato il, acquistato il,
    marca temporale, data conversione, data registrazione, data e ora`,
  event_id: 'id evento, identificativo evento',
  event_source_url: 'url pagina, indirizzo pagina, pagina',
  value:
    'importo, importo totale, totale, totale ordine, valore, prezzo totale, valore ordine, ricavo, fatturato, importo ordine, totale pagato, importo pagato, totale fattura, valore acquisto, importo vendita, spesa totale, valore totale, totale acquisto, totale carrello',
  currency: 'valuta, codice valuta, divisa, moneta',
  order_id:
    'id ordine, numero ordine, num ordine, ordine id, codice ordine, riferimento ordine, numero fattura, id transazione, id acquisto, nr ordine, n ordine, rif ordine, numero d ordine, numero transazione, numero di ordine',
  email:
    'posta elettronica, indirizzo email, indirizzo mail, indirizzo e mail, email cliente, mail cliente, indirizzo di posta, indirizzo posta elettronica, e mail cliente',
  phone:
    'numero cellulare, telefono, numero telefono, numero di telefono, cellulare, numero cellulare, telefono cellulare, cell, tel cliente, telefono cliente, recapito telefonico, num telefono, recapito, telefono mobile, numero di cellulare, nr telefono, telefono fisso',
  first_name: 'nome, nome cliente, nome di battesimo, nome contatto, nome utente cliente',
  last_name: 'cognome, cognome cliente, cognome contatto',
  gender: 'genere, sesso',
  birth_date: 'data nascita, data di nascita, nascita, compleanno, nato il, dt nascita',
  city: 'citta, comune, localita, citta cliente, citta spedizione, citta fatturazione, comune residenza',
  state: 'provincia, regione, prov, sigla provincia, nome regione, provincia residenza',
  postal_code: 'cap, codice postale, codice avviamento postale, cap spedizione, cap cliente, cap fatturazione',
  country:
    'paese, nazione, stato estero, codice paese, codice nazione, paese residenza, cod paese, paese cliente, paese spedizione, nazione cliente',
  external_id:
    'id cliente, codice cliente, numero cliente, cliente id, id utente, utente id, numero tessera, cod cliente, codice utente, tessera fedelta, numero carta fedelta, rif cliente, identificativo cliente, id contatto',
  client_ip: 'indirizzo ip, ip cliente, indirizzo ip cliente',
  client_user_agent: 'agente utente',
  contents: 'articoli, prodotti, righe ordine, carrello',
  content_ids: 'id prodotto, codice prodotto, codice articolo, id prodotti, id articolo, cod prodotto, cod articolo',
  content_name: 'nome prodotto, nome articolo, descrizione prodotto, descrizione articolo',
  content_category: 'categoria, categoria prodotto, reparto',
  content_brand: 'marca, marchio, produttore, marca prodotto',
  num_items: 'quantita, numero articoli, pezzi, qta, num articoli, quantita totale, numero pezzi, numero prodotti',
  language: 'lingua, codice lingua',
  opt_out: `opposizione, opposizione pubblicita, opposizione marketing, opposizione trattamento, opposizione tracciamento, diritto opposizione, disiscritto, disiscritta, rifiuto pubblicita, rifiuto marketing, rifiuto tracciamento, rifiuto cookie, rifiuta pubblicita, rifiuta marketing, non tracciare,
    non vendere, non vendere dati, consenso revocato, consenso ritirato, esclusione pubblicita, esclusione pubblicitaria, no pubblicita, niente pubblicita, opt out pubblicita, registro opposizioni`,
  data_processing:
    'uso limitato dati, uso limitato dei dati, utilizzo limitato dati, utilizzo limitato dei dati, trattamento limitato, trattamento limitato dati, opzioni trattamento dati, opzioni di trattamento dei dati',
  app_tracking_enabled:
    'tracciamento app consentito, tracciamento applicazione consentito, tracciamento app attivo, consenso tracciamento app',
  app_ad_tracking_enabled: 'tracciamento pubblicitario consentito, tracciamento pubblicitario attivo, tracciamento annunci consentito',
}
