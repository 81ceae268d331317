-- The day each force's records about people reach to, and every post held with its dates decided. A date that is exact to
-- a month or a year starts on its first day and ends on its last, so that no gap in service is made of a rounding.
CREATE OR REPLACE TEMP MACRO last_day_meant(day, exact_to) AS CAST(CASE exact_to
    WHEN 'month' THEN last_day(day) WHEN 'year' THEN make_date(year(day), 12, 31) ELSE day END AS DATE);
CREATE OR REPLACE TEMP MACRO first_day_meant(day, exact_to) AS CAST(CASE exact_to
    WHEN 'month' THEN date_trunc('month', day) WHEN 'year' THEN date_trunc('year', day) ELSE day END AS DATE);
CREATE OR REPLACE TEMP VIEW loaded_days AS
SELECT force, kind, CAST(max(loaded_at) AS DATE) AS loaded_on FROM ledger GROUP BY force, kind;
CREATE OR REPLACE TEMP TABLE data_days AS
SELECT held.force, held.kind, coalesce(held.extracted_on, loaded_days.loaded_on, held.known_on) AS data_to
FROM (
    SELECT force, 'employments' AS kind, max(extracted_on) AS extracted_on, max(started_on) AS known_on
    FROM employment_rows GROUP BY force
    UNION ALL
    -- Nothing falls due after an exit, so the last day told of is the day that they reach to, and not that of the load.
    SELECT rows.force, 'exit-interviews', least(max(greatest(last_day_meant(left_on, left_exact_to),
        last_day_meant(completed_on, completed_exact_to), last_day_meant(offered_on, offered_exact_to),
        last_day_meant(noticed_on, noticed_exact_to))), any_value(loaded_on)), NULL
    FROM exit_interview_rows AS rows LEFT JOIN loaded_days ON loaded_days.force = rows.force AND loaded_days.kind = 'exit-interviews'
    GROUP BY rows.force
    UNION ALL
    SELECT force, 'stay-interviews', max(extracted_on), max(eligible_on) FROM stay_interview_rows GROUP BY force
    UNION ALL
    SELECT force, 'interviewers', max(extracted_on), max(from_on) FROM interviewer_rows GROUP BY force
    UNION ALL
    SELECT force, 'strength', max(as_at_on), max(as_at_on) FROM strength_rows GROUP BY force
) AS held LEFT JOIN loaded_days ON loaded_days.force = held.force AND loaded_days.kind = held.kind;
CREATE OR REPLACE TEMP TABLE staged_posts AS
SELECT dated.*,
    CAST(started_on - 1 AS DATE) AS day_before_start,
    CASE WHEN ended_on = DATE '9999-12-31' THEN ended_on ELSE CAST(ended_on + 1 AS DATE) END AS day_after_end
FROM (
    SELECT posts.row_key AS post_key, posts.force, coalesce(posts.person, posts.row_key) AS person, posts.worker_type,
        posts.rank, posts.command, posts.lpt,
        CASE WHEN posts.worker_type IN ($headcount_only) THEN NULL ELSE posts.fte END AS fte,
        posts.worker_type NOT IN ($headcount_only) AS is_paid,
        posts.is_supervisor, posts.joiner_type, posts.leaver_type,
        posts.service_started_on, posts.pensionable_on, data_days.data_to,
        first_day_meant(posts.started_on, posts.started_exact_to) AS started_on,
        CASE
            WHEN posts.ended_on IS NULL OR first_day_meant(posts.ended_on, posts.ended_exact_to) > data_days.data_to
            THEN DATE '9999-12-31'
            ELSE least(last_day_meant(posts.ended_on, posts.ended_exact_to), data_days.data_to)
        END AS ended_on,
        coalesce(last_day_meant(posts.ended_on, posts.ended_exact_to), DATE '9999-12-31') AS stated_end_on
    FROM employment_rows AS posts
    JOIN data_days ON data_days.force = posts.force AND data_days.kind = 'employments'
) AS dated;
