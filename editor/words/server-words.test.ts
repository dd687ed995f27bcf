import { expect, test } from 'vitest'
import { teller } from './server-words.ts'

const tell = teller({
  Email: 'E-mail',
  '{field} is empty': '{field} est vide',
  'The file is empty': 'Ce fichier est vide',
  'It helps.': 'Cela aide.',
  '1/2 is a day. Or not.': '1/2 est un jour, ou non.',
  '"{a}" is {b}, not {a}': '« {a} » est {b}, pas {a}',
  '{title}: {sentence}': '{title} : {sentence}',
  '"{name}"': '« {name} »',
  'They say: “{said}”': 'Ils disent : « {said} »',
  'Needs one of: {list}.': 'Il faut : {list}.',
  Phone: 'Téléphone',
  'Use {column}': 'Prendre {column}',
})

test.each<[english: string, french: string | undefined, how: string]>([
  ['Email', 'E-mail', 'word for word'],
  ['Email is empty', 'E-mail est vide', 'by a pattern, what fills it too'],
  ['The file is empty.', 'Ce fichier est vide.', 'word for word before a pattern, also with its stop'],
  ['zone is empty', 'zone est vide', 'what fills it may be anything'],
  ['Email is empty.', 'E-mail est vide.', 'with the stop at its end'],
  ['Email is empty. It helps.', 'E-mail est vide. Cela aide.', 'sentence by sentence'],
  ['email is empty', 'e-mail est vide', 'a title that stands small in a sentence'],
  ['Email is empty. 1/2 is a day. Or not.', 'E-mail est vide. 1/2 est un jour, ou non.', 'with neighbours that are held together'],
  ['Email is empty. Who knows?', undefined, 'not by half'],
  ['"x" is y, not x', '« x » est y, pas x', 'one name twice is one value'],
  ['"x" is y, not z', undefined, 'and only that'],
  ['"Email" is y, not Email', '« Email » est y, pas Email', 'what stands in quotes is somebody’s own'],
  ['Use email', 'Prendre email', 'and so does a column that is named without them'],
  ['Email is empty (100/28). It helps.', 'E-mail est vide (100/28). Cela aide.', 'with somebody’s number behind it'],
  ['Email: It helps.', 'E-mail : Cela aide.', 'a title and what is said of it'],
  ['Email: it helps.', 'E-mail : cela aide.', 'also where that begins small'],
  ['Email: Who knows?', undefined, 'when both can be said'],
  ['nobody’s title: It helps.', undefined, 'and only then'],
  [
    'Email is empty. They say: “No. Not you.” It helps.',
    'E-mail est vide. Ils disent : « No. Not you. » Cela aide.',
    'what others said is one part',
  ],
  ['Needs one of: Email, Phone.', 'Il faut : E-mail, Téléphone.', 'several titles'],
  ['Needs one of: Email → Phone → x.', 'Il faut : E-mail → Téléphone → x.', 'a way from one title to the next'],
  ['Needs one of: "Email", "Date d’achat".', 'Il faut : « Email », « Date d’achat ».', 'several that are somebody’s own'],
  ['constructor', undefined, 'no names but its own'],
])('%s → %s: %s', (english, french, _how) => expect(tell(english)).toBe(french))
