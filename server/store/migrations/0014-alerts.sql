-- Where alerts go. Settings are sealed: an SMTP address holds a password, a webhook's is one.
create table channel (id text primary key, kind text not null, name text not null, settings blob not null, made integer not null) strict;
-- What is amiss, by scope and code; `closed` when it was over. `quiet`: it came back soon and was told before.
create table incident (
  id integer primary key autoincrement, scope text not null, code text not null, title text not null, why text not null,
  flow text, opened integer not null, closed integer, quiet integer not null default 0
) strict;
create unique index incident_open on incident (scope, code) where closed is null;
-- What has to be told, to whom, once.
create table alert (
  id integer primary key autoincrement, incident integer not null references incident (id) on delete cascade, event text not null,
  channel text not null, made integer not null, tries integer not null default 0, due integer not null, done integer, failed text,
  unique (incident, event, channel)
) strict;
create index alert_due on alert (due) where done is null;
