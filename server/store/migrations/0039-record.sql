-- The record holds what people change besides what they decide about events: not all of it is about a flow, or about events.
create table record (
  id integer primary key autoincrement, at integer not null, what text not null, flow text, subject text, request integer, events integer,
  actor text
) strict;
insert into record (id, at, what, flow, request, events, actor) select id, at, what, flow, request, events, actor from audit;
drop table audit;
alter table record rename to audit;
create index audit_of_flow on audit (flow, id);
