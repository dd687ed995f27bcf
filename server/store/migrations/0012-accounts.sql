-- What each account at a platform allows: quiet time it asked for, retries left, whether it works. Numbers only.
create table account (name text primary key, state text not null, changed integer not null) strict, without rowid;
