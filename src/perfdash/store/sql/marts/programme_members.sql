-- Grain: one row a person and organisation on the six-monthly programme at a month's close: a contact of it was due in the $months
-- months to that day.
SELECT members.force, members.month, members.day, members.person, members.worker_type, members.command, members.organisation,
    members.role, members.role_group, members.listed
FROM (
    SELECT days.force, days.month, days.day, contacts.person, contacts.worker_type, contacts.command, contacts.organisation,
        contacts.role, $role_group AS role_group, $listed AS listed,
        ROW_NUMBER() OVER (
            PARTITION BY days.force, days.month, contacts.person, contacts.organisation ORDER BY contacts.due_on DESC, contacts.row_key
        ) AS place
    FROM contact_days AS days
    JOIN staged_contacts AS contacts
        ON contacts.force = days.force AND contacts.due_on > days.before AND contacts.due_on <= days.day
    LEFT JOIN high_stress_rows AS listing
        ON listing.force = contacts.force AND listing.role = contacts.role_key
        AND days.day BETWEEN listing.from_on AND listing.to_on
    WHERE contacts.programme = 'enhanced support'
) AS members
WHERE members.place = 1
