-- Grain: one row an incident. Its status and seconds by each clock, its stages, and the limits it is judged by.
SELECT
    staged.incident_key, staged.force, staged.grade, staged.lpt, staged.rurality, staged.origin,
    staged.is_domestic_abuse, staged.initial_grade, staged.despatch_grade, staged.outcome,
    staged.created_day AS day, staged.created_month AS month, staged.created_hour AS hour, staged.created_weekday AS weekday,
    staged.call_answered_at, staged.created_at, staged.ready_for_despatch_at, staged.despatched_at,
    staged.en_route_at, staged.arrived_at, staged.stood_down_at, staged.closed_at,
    $clock_columns,
    CASE WHEN staged.has_stages THEN staged.control_room_seconds END AS control_room_seconds,
    CASE WHEN staged.has_stages THEN staged.despatch_seconds END AS despatch_seconds,
    CASE WHEN staged.has_stages THEN staged.travel_seconds END AS travel_seconds,
    then_standard.limit_seconds, today_standard.limit_seconds AS today_limit_seconds,
    grade_row.tail_seconds, grade_row.far_tail_seconds, grade_row.last_tail_seconds
FROM (
    SELECT staged_incidents.*,
        COALESCE(control_room_seconds >= 0 AND despatch_seconds >= 0 AND travel_seconds >= 0, FALSE) AS has_stages
    FROM staged_incidents
) AS staged
LEFT JOIN grade_rows AS grade_row
    ON grade_row.force = staged.force AND grade_row.grade = staged.grade
    AND staged.created_day BETWEEN grade_row.from_on AND grade_row.to_on
LEFT JOIN standard_rows AS then_standard
    ON then_standard.force = staged.force AND then_standard.grade = staged.grade
    AND then_standard.rurality = staged.rurality
    AND staged.created_day BETWEEN then_standard.from_on AND then_standard.to_on
LEFT JOIN standard_rows AS today_standard
    ON today_standard.force = staged.force AND today_standard.grade = staged.grade
    AND today_standard.rurality = staged.rurality AND today_standard.to_on = DATE '9999-12-31'
