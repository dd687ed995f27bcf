-- Streams of a database that was put back: nothing of them is sent before a person has chosen.
create table rewound (
  id integer primary key autoincrement, stream text not null unique, flow text not null, why text not null, noticed integer not null,
  since integer, until integer, events integer,
  choice text, up_to integer, chosen integer, done integer
) strict;
