-- Old runs are found by when they ended, without reading what they say.
create index run_ended on run (ended_at);
