-- Grain: one row a person in post at a month's close, under a listed post if one is held, else that with the most hours; where no
-- employments are held, whoever had a contact due in the twelve months before, in the role of the last.
SELECT held.force, held.month, held.day, held.person, held.worker_type, held.command, held.role, held.role_group, held.listed,
    held.has_employment
FROM (
    SELECT days.force, days.month, days.day, posts.person, posts.worker_type, posts.command, posts.role, 1 AS has_employment,
        $role_group AS role_group, $listed AS listed,
        ROW_NUMBER() OVER (
            PARTITION BY days.force, days.month, posts.person
            ORDER BY CASE WHEN listing.role IS NULL THEN 1 ELSE 0 END, COALESCE(posts.fte, -1) DESC, posts.started_on DESC, posts.post_key
        ) AS place
    FROM role_days AS days
    JOIN role_posts AS posts
        ON posts.force = days.force AND posts.started_on <= days.day AND posts.held_before > days.day
    LEFT JOIN high_stress_rows AS listing
        ON listing.force = posts.force AND listing.role = posts.role_key AND days.day BETWEEN listing.from_on AND listing.to_on
    WHERE days.has_employments = 1
    UNION ALL
    SELECT days.force, days.month, days.day, posts.person, posts.worker_type, posts.command, posts.role, 0 AS has_employment,
        $role_group AS role_group, $listed AS listed,
        ROW_NUMBER() OVER (
            PARTITION BY days.force, days.month, posts.person
            ORDER BY posts.due_on DESC, posts.row_key
        ) AS place
    FROM role_days AS days
    JOIN staged_contacts AS posts
        ON posts.force = days.force AND posts.organisation = 'police' AND posts.due_on > days.year_before AND posts.due_on <= days.day
    LEFT JOIN high_stress_rows AS listing
        ON listing.force = posts.force AND listing.role = posts.role_key AND days.day BETWEEN listing.from_on AND listing.to_on
    WHERE days.has_employments = 0
) AS held
WHERE held.place = 1
