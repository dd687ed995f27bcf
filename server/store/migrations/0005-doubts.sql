-- How many sendings of an open request may have been taken. A part of a refused request has not been sent yet.
alter table request add column doubts integer not null default 1;
update request set doubts = attempts;
