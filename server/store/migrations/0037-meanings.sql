-- What people have published a column of a connection to mean: names only, no values. `source`: the table, or '' for a query.
create table meaning (
  connection text not null, source text not null, name text not null, concept text not null, flow text not null, at integer not null,
  primary key (connection, source, name, concept)
) strict;
