-- By which door a decision came; null: decided before this was noted.
alter table audit add column actor text;
