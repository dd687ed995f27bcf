-- A person's word to a run that is under way: when the process dies before the run has ended, it is not begun anew.
alter table run add column stopping integer not null default 0;
