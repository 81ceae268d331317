-- Grain: one row a paid post and a month it was held in: its contracted hours and its days at full-time equivalents.
SELECT posts.force, posts.person, posts.worker_type, posts.command, posts.role,
    $role_group AS role_group, $listed AS listed, months.month,
    CASE WHEN posts.fte IS NULL THEN 1 ELSE 0 END AS is_unknown,
    COALESCE(posts.fte, 0) * (LEAST(posts.ended_on, months.last_on) - GREATEST(posts.started_on, months.month) + 1) AS fte_days,
    COALESCE(posts.fte, 0) * (LEAST(posts.ended_on, months.last_on) - GREATEST(posts.started_on, months.month) + 1)
        * ($week_hours) / 7.0 AS contracted_hours
FROM role_posts AS posts
JOIN service_months AS months
    ON months.force = posts.force AND months.last_on >= posts.started_on AND months.month <= posts.ended_on
LEFT JOIN high_stress_rows AS listing
    ON listing.force = posts.force AND listing.role = posts.role_key
    AND months.last_on BETWEEN listing.from_on AND listing.to_on
WHERE posts.is_paid
