-- Of a cursor over numbers: what good runs saw, oldest first, as a JSON list of {at, value}. Null: a cursor over times.
alter table cursor add column marks text;
