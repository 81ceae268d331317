-- Grain: one row a group ($groups). Everything about calls that adds up, so that pages sum groups and not calls.
SELECT $groups,
    COUNT(*) AS n_calls,
    SUM(CASE WHEN status = 'answered' THEN 1 ELSE 0 END) AS n_answered,
    SUM(CASE WHEN status = 'abandoned' THEN 1 ELSE 0 END) AS n_abandoned,
    SUM(CASE WHEN status = 'answered' THEN answer_seconds ELSE 0 END) AS sum_seconds,
    SUM(CASE WHEN limit_seconds > 0 THEN 1 ELSE 0 END) AS n_presented,
    SUM(CASE WHEN status = 'answered' AND limit_seconds > 0 THEN 1 ELSE 0 END) AS n_judged,
    SUM(CASE WHEN status = 'answered' AND answer_seconds <= limit_seconds THEN 1 ELSE 0 END) AS n_within,
    SUM(CASE WHEN today_limit_seconds > 0 THEN 1 ELSE 0 END) AS n_presented_today,
    SUM(CASE WHEN status = 'answered' AND today_limit_seconds > 0 THEN 1 ELSE 0 END) AS n_judged_today,
    SUM(CASE WHEN status = 'answered' AND answer_seconds <= today_limit_seconds THEN 1 ELSE 0 END) AS n_within_today
FROM calls
WHERE $conditions
GROUP BY $groups
