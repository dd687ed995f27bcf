create table setting (name text primary key, value text not null) strict, without rowid;

create table flow (
  id text primary key, name text not null, revision integer not null, document text not null,
  live integer, paused integer not null default 0, due_after integer,
  created_at integer not null, updated_at integer not null
) strict;
create table version (
  flow text not null references flow (id) on delete cascade, version integer not null,
  document text not null, note text not null, published_at integer not null,
  primary key (flow, version)
) strict;

create table connection (
  name text primary key, kind text not null, settings text not null, secrets text not null, updated_at integer not null
) strict;

create table run (
  id text primary key, flow text not null, flow_name text not null, version integer, document text,
  trigger text not null, state text not null, options text not null, paths text not null default '[]',
  created_at integer not null, started_at integer, ended_at integer,
  idempotency_key text, due integer
) strict;
create unique index run_idempotent on run (flow, idempotency_key) where idempotency_key is not null;
create unique index run_due on run (flow, due) where due is not null;
create unique index run_one_at_a_time on run (flow) where state = 'running';
create index run_of_flow on run (flow, id);
create index run_active on run (state, id) where state in ('queued', 'running');

create table tick (
  flow text not null references flow (id) on delete cascade, due integer not null, until integer,
  verdict text not null, run text, at integer not null,
  primary key (flow, due)
) strict, without rowid;

create table problem (
  id integer primary key, run text not null, flow text not null, path text not null, key text not null,
  outcome text not null, code text not null, node text not null, field text, message text not null
) strict;
create index problem_of_run on problem (run, id);
create index problem_of_key on problem (flow, key);

-- Long texts that millions of rows repeat: streams, run ids, reason codes.
create table word (id integer primary key, text text not null unique) strict;

-- Written before the first byte leaves, deleted in the transaction that records the outcome.
create table request (
  id integer primary key autoincrement, stream integer not null references word (id), run integer not null references word (id),
  keys blob not null, body blob not null, body_sha256 blob not null, resend_safe integer not null,
  expires integer not null, first_sent integer not null, attempts integer not null
) strict;
create index request_of_stream on request (stream, id);

-- Who was dealt with: no personal data. 1 delivered, 2 rejected, 3 uncertain; settled in epoch seconds.
create table delivery (
  stream integer not null, key blob not null check (length(key) = 16), state integer not null,
  code integer, run integer not null, settled integer not null,
  primary key (stream, key)
) strict, without rowid;

create table inbox (
  id integer primary key autoincrement, at integer not null, flow text not null, node text not null, rules text not null,
  accepted integer not null, body blob not null, findings text not null
) strict;
