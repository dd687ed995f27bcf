-- Every sending of a request, from before its first byte leaves: kept for 30 days, no personal data.
-- `ended` is null while nobody knows how it ended.
create table attempt (
  request integer not null, no integer not null, stream integer not null, run integer not null, parent integer,
  events integer not null, started integer not null, ended integer, waited integer, class text, status integer,
  rejected integer, code text, platform_code text, trace text,
  primary key (request, no)
) strict, without rowid;
create index attempt_of_run on attempt (run, request, no);
-- Which request settled a key: null for what was settled before this was noted.
alter table settlement add column request integer;
alter table delivery add column request integer;
