-- A fingerprint of each refused event, to tell whether it would leave differently by now. No personal data; kept as long as its outcome.
create table rejection (
  stream integer not null, key blob not null check (length(key) = 16), print blob not null, at integer not null,
  primary key (stream, key)
) strict, without rowid;
