-- Possible doubles of requests that are settled, until the report of a run that counts them is on disk.
create table uncounted (stream integer primary key, resent integer not null, doubles integer not null) strict;
