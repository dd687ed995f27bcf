-- A person let a request of unknown outcome be sent once more.
alter table request add column released integer not null default 0;
-- What people decided about requests and rejections: no personal data.
create table audit (
  id integer primary key autoincrement, at integer not null, what text not null, flow text not null, request integer, events integer not null
) strict;
create index audit_of_flow on audit (flow, id);
