-- What a person may see of a few sendings: the first of each path of a run, and what was refused. Masked, sealed, 7 days.
create table sample (
  request integer not null, no integer not null, at integer not null, shown blob not null,
  primary key (request, no)
) strict, without rowid;
create index sample_by_age on sample (at);
