-- Grain: one row a person at a month's close, with what reached them in the twelve months to that day, and whether somebody who was
-- in a listed role a year before too had no screening due in between.
SELECT people.force, people.month, people.day, people.person, people.worker_type, people.command, people.role, people.role_group,
    people.listed, people.has_employment,
    COALESCE(reached.by_enhanced, 0) AS by_enhanced,
    COALESCE(reached.by_trauma, 0) AS by_trauma,
    COALESCE(reached.by_health, 0) AS by_health,
    COALESCE(reached.by_training, 0) AS by_training,
    CASE WHEN reached.person IS NOT NULL THEN 1 ELSE 0 END AS is_reached,
    CASE WHEN people.has_employment = 1 AND people.listed = 'yes' AND earlier.person IS NOT NULL AND screened.person IS NULL
        THEN 1 ELSE 0 END AS is_without_contact
FROM people_in_roles AS people
LEFT JOIN (
    SELECT days.force, days.month, support.person,
        MAX(CASE WHEN support.means = 'enhanced support' THEN 1 ELSE 0 END) AS by_enhanced,
        MAX(CASE WHEN support.means = 'trauma risk management' THEN 1 ELSE 0 END) AS by_trauma,
        MAX(CASE WHEN support.means = 'occupational health' THEN 1 ELSE 0 END) AS by_health,
        MAX(CASE WHEN support.means = 'resilience training' THEN 1 ELSE 0 END) AS by_training
    FROM role_days AS days
    JOIN support_days AS support
        ON support.force = days.force AND support.on_day > days.year_before AND support.on_day <= days.day
    GROUP BY days.force, days.month, support.person
) AS reached ON reached.force = people.force AND reached.month = people.month AND reached.person = people.person
LEFT JOIN (
    SELECT DISTINCT days.force, days.month, posts.person
    FROM role_days AS days
    JOIN role_posts AS posts
        ON posts.force = days.force AND posts.started_on <= days.year_before AND posts.held_before > days.year_before
    JOIN high_stress_rows AS listing
        ON listing.force = posts.force AND listing.role = posts.role_key
        AND days.year_before BETWEEN listing.from_on AND listing.to_on
) AS earlier ON earlier.force = people.force AND earlier.month = people.month AND earlier.person = people.person
LEFT JOIN (
    SELECT DISTINCT days.force, days.month, contacts.person
    FROM role_days AS days
    JOIN staged_contacts AS contacts
        ON contacts.force = days.force AND contacts.due_on > days.year_before AND contacts.due_on <= days.day
    WHERE contacts.programme = 'annual screening' AND contacts.organisation NOT IN ('fire and rescue', 'other')
) AS screened ON screened.force = people.force AND screened.month = people.month AND screened.person = people.person
