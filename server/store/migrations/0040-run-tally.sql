-- What a run has on disk before its report is: events by outcome, and those that went again after a doubt, by path. `code` is
-- a word, 0 for none. Written in the transaction of the outcome itself; gone when the report is kept.
create table run_tally (
  run integer not null, stream integer not null, path integer not null, what integer not null, code integer not null,
  events integer not null, primary key (run, stream, path, what, code)
) without rowid, strict;
insert into run_tally select 0, stream, 0, 3, 0, resent from uncounted where resent > 0;
insert into run_tally select 0, stream, 0, 4, 0, doubles from uncounted where doubles > 0;
drop table uncounted;
-- Of what was begun before, only the number of keys is known: as many as events, or more.
alter table request add column events integer not null default 0;
update request set events = coalesce(length(prints) / 8, length(keys) / 16);
alter table request add column path integer not null default 0;
