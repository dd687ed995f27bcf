-- Saved filters by name. Each change adds a row and none is changed: the last row of a name is the segment, and all of them
-- are what was done to it, when, and by which door. `conditions` is null where it was deleted.
create table segment (
  name text not null, revision integer not null, conditions text, made_on text, actor text not null, at integer not null,
  primary key (name, revision)
) strict, without rowid;
