-- How an event of the Test inbox stands to a rule: also one that it breaks and that the platform lets pass.
update inbox set findings = (
  select json_group_array(json(case
    when json_extract(value, '$.state') is not null then value
    else json_remove(json_set(value, '$.state', case
      when not json_extract(value, '$.ok') then 'broken'
      when json_extract(value, '$.message') is not null then 'allowed'
      else 'met'
    end), '$.ok')
  end))
  from json_each(inbox.findings)
);
