-- Why one destination of a flow is not sent to for now. `resume_at` null: until a person resumes it.
create table hold (
  flow text not null references flow (id) on delete cascade, node text not null, code text not null, message text not null,
  why text not null, since integer not null, run text not null, waiting integer not null, expiring integer not null,
  first_expiry integer, resume_at integer,
  primary key (flow, node)
) strict, without rowid;
