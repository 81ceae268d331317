-- Grain: one row a contact of screening or enhanced support that was due, with the role's group as the list stood on that day.
-- A contact completed without an offer on record counts as offered; one that is not due yet is too early to judge.
SELECT contacts.row_key, contacts.force, contacts.person, contacts.worker_type, contacts.command, contacts.organisation,
    contacts.role, $role_group AS role_group, $listed AS listed, contacts.programme, contacts.due_on, contacts.month,
    CASE WHEN contacts.due_on <= contacts.data_to THEN 1 ELSE 0 END AS is_due,
    CASE WHEN contacts.offered_on IS NOT NULL THEN 1 ELSE 0 END AS is_offered,
    CASE WHEN contacts.completed_on IS NOT NULL THEN 1 ELSE 0 END AS is_completed,
    CASE WHEN contacts.completed_on <= CAST(contacts.due_on + INTERVAL ($grace_days) DAY AS DATE) THEN 1 ELSE 0 END AS is_on_time,
    contacts.offered_on, contacts.completed_on, contacts.data_to,
    CASE WHEN contacts.follow_up_due_on <= contacts.data_to THEN 1 ELSE 0 END AS is_follow_up_due,
    CASE WHEN contacts.followed_up_on <= contacts.data_to THEN 1 ELSE 0 END AS is_followed_up,
    CASE WHEN contacts.followed_up_on <= contacts.follow_up_due_on THEN 1 ELSE 0 END AS is_followed_up_on_time,
    CAST(date_trunc('month', contacts.follow_up_due_on) AS DATE) AS follow_up_month
FROM staged_contacts AS contacts
LEFT JOIN high_stress_rows AS listing
    ON listing.force = contacts.force AND listing.role = contacts.role_key
    AND contacts.due_on BETWEEN listing.from_on AND listing.to_on
