-- The columns that each model of a version gave when it was published: name and type, no values. Null: not kept then.
alter table version add column columns text;
