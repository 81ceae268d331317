-- Grain: one row a call. Its status (the first rule that holds; contract/calls.py lists the same, in order), the whole
-- seconds to its end and the limits it is judged by.
SELECT
    staged.force, staged.line,
    staged.presented_day AS day, staged.presented_month AS month,
    staged.presented_hour AS hour, staged.presented_weekday AS weekday,
    CASE
        WHEN staged.answer_seconds < 0 OR staged.abandon_seconds < 0 OR (staged.is_answered AND staged.is_abandoned) THEN 'out of sequence'
        WHEN staged.is_abandoned THEN 'abandoned'
        WHEN NOT staged.is_answered THEN 'answer missing'
        ELSE 'answered'
    END AS status,
    staged.answer_seconds, staged.abandon_seconds,
    then_standard.limit_seconds, today_standard.limit_seconds AS today_limit_seconds
FROM staged_calls AS staged
LEFT JOIN call_standard_rows AS then_standard
    ON then_standard.force = staged.force AND then_standard.line = staged.line
    AND staged.presented_day BETWEEN then_standard.from_on AND then_standard.to_on
LEFT JOIN call_standard_rows AS today_standard
    ON today_standard.force = staged.force AND today_standard.line = staged.line
    AND today_standard.to_on = DATE '9999-12-31'
