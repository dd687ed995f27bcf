-- A segment that goes by another name: the row that ends the old name tells the new one, so that flows that know the old one find it.
alter table segment add column renamed_to text;
