-- Outcomes as they came, many keys a row, until they are sorted into `delivery`.
create table settlement (
  id integer primary key autoincrement, stream integer not null, run integer not null, state integer not null,
  code integer, settled integer not null, keys blob not null
) strict;
create index settlement_of_stream on settlement (stream, id);
