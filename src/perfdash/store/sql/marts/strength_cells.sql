-- Grain: one row a force, a day and a kind of post: people in post at the close of that day. A person stands once, under the
-- post with the most hours (then the newest), with the full-time equivalents of every post held; adds up over all cells.
SELECT force, as_at_on, worker_type, rank, command, lpt, is_supervisor, $service_band AS service_band,
    COUNT(*) AS n_people,
    SUM(person_fte) AS fte,
    SUM(CASE WHEN n_unknown > 0 THEN 1 ELSE 0 END) AS n_fte_unknown
FROM (
    SELECT days.as_at_on, posts.force, posts.worker_type, posts.rank, posts.command, posts.lpt, posts.is_supervisor,
        $service_years AS service_years,
        SUM(posts.fte) OVER (PARTITION BY posts.force, days.as_at_on, posts.worker_type, posts.person) AS person_fte,
        SUM(CASE WHEN posts.fte IS NULL AND posts.is_paid THEN 1 ELSE 0 END) OVER (
            PARTITION BY posts.force, days.as_at_on, posts.worker_type, posts.person
        ) AS n_unknown,
        ROW_NUMBER() OVER (
            PARTITION BY posts.force, days.as_at_on, posts.worker_type, posts.person
            ORDER BY COALESCE(posts.fte, -1) DESC, posts.started_on DESC, posts.post_key
        ) AS place
    FROM strength_days AS days
    JOIN service_posts AS posts
        ON posts.force = days.force AND posts.started_on <= days.as_at_on AND posts.held_before > days.as_at_on
) AS held
WHERE place = 1
GROUP BY force, as_at_on, worker_type, rank, command, lpt, is_supervisor, service_band
