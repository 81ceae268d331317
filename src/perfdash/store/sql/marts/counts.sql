-- Grain: one row a group ($groups) by one clock. Everything that adds up, so that pages sum groups and not incidents.
SELECT $groups,
    COUNT(*) AS n_incidents,
    SUM(CASE WHEN $is_due THEN 1 ELSE 0 END) AS n_due,
    SUM(CASE WHEN ${clock}_status = 'over cap' THEN 1 ELSE 0 END) AS n_over_cap,
    MAX(CASE WHEN ${clock}_status = 'measured' THEN ${clock}_seconds END) AS longest_seconds,
    SUM(CASE WHEN ${clock}_status = 'measured' THEN 1 ELSE 0 END) AS n_measured,
    SUM(CASE WHEN ${clock}_status = 'measured' THEN ${clock}_seconds ELSE 0 END) AS sum_seconds,
    SUM(CASE WHEN ${clock}_status = 'measured' AND limit_seconds > 0 THEN 1 ELSE 0 END) AS n_judged,
    SUM(CASE WHEN ${clock}_status = 'measured' AND ${clock}_seconds <= limit_seconds THEN 1 ELSE 0 END) AS n_within,
    SUM(CASE WHEN $is_unknown AND limit_seconds > 0 THEN 1 ELSE 0 END) AS n_unknown,
    SUM(CASE WHEN ${clock}_status = 'measured' AND today_limit_seconds > 0 THEN 1 ELSE 0 END) AS n_judged_today,
    SUM(CASE WHEN ${clock}_status = 'measured' AND ${clock}_seconds <= today_limit_seconds THEN 1 ELSE 0 END) AS n_within_today,
    SUM(CASE WHEN $is_unknown AND today_limit_seconds > 0 THEN 1 ELSE 0 END) AS n_unknown_today,
    SUM(CASE WHEN ${clock}_status = 'measured' AND ${clock}_seconds > tail_seconds THEN 1 ELSE 0 END) AS n_tail,
    SUM(CASE WHEN ${clock}_status = 'measured' AND ${clock}_seconds > far_tail_seconds THEN 1 ELSE 0 END) AS n_far_tail,
    SUM(CASE WHEN ${clock}_status = 'measured' AND ${clock}_seconds > last_tail_seconds THEN 1 ELSE 0 END) AS n_last_tail,
    SUM(CASE WHEN ${clock}_status = 'measured' AND control_room_seconds >= 0 THEN 1 ELSE 0 END) AS n_staged,
    SUM(CASE WHEN ${clock}_status = 'measured' THEN control_room_seconds ELSE 0 END) AS sum_control_room_seconds,
    SUM(CASE WHEN ${clock}_status = 'measured' THEN despatch_seconds ELSE 0 END) AS sum_despatch_seconds,
    SUM(CASE WHEN ${clock}_status = 'measured' THEN travel_seconds ELSE 0 END) AS sum_travel_seconds
FROM incident_times
WHERE $conditions
GROUP BY $groups
