-- Grain: one row a post held, with the number of the spell of continuous service that it is part of. A post that starts at
-- most the day after everything before it ended goes on with the spell, be it another rank, command or number of hours.
SELECT numbered.*,
    SUM(numbered.is_new_spell) OVER (
        PARTITION BY force, person, worker_type ORDER BY started_on, ended_on, post_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS spell
FROM (
    SELECT reached.*,
        CASE WHEN reached_on IS NULL OR day_before_start > reached_on THEN 1 ELSE 0 END AS is_new_spell
    FROM (
        SELECT staged_posts.*,
            MAX(ended_on) OVER (
                PARTITION BY force, person, worker_type ORDER BY started_on, ended_on, post_key
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS reached_on
        FROM staged_posts
    ) AS reached
) AS numbered
