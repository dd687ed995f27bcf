-- What tells the row that an event was made of from a later version of it: eight bytes, null where none was kept.
-- `prints` holds one for each key of its row, in their order; eight bytes of zero stand for none.
alter table delivery add column print blob;
alter table settlement add column prints blob;
alter table request add column prints blob;
