-- Prints were a plain hash of what an event holds: whoever has the file could try addresses against them. From now on they are made
-- with a key. Which events were sent stands in the keys, and stays.
update delivery set print = null where print is not null;
update settlement set prints = null;
update request set prints = null;
delete from rejection;
