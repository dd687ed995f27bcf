-- How far each path of a stream has read, where its model names a cursor. `path`: a fingerprint of the path and its settings.
create table cursor (stream integer not null, path text not null, value integer not null, swept integer not null, primary key (stream, path)) strict;
