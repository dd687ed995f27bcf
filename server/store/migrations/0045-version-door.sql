-- By which door a version was published stands beside it; what the record still knows of older ones is taken from there.
alter table version add column actor text;
update version set actor = (
  select audit.actor from audit
  where audit.what = 'flow_published' and audit.flow = version.flow and audit.subject like '%, version ' || version.version
  order by audit.id desc limit 1
);
