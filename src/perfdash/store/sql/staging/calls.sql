-- One row a call: whole seconds to its end, rounded down as attendance times are, and local dates worked out.
CREATE OR REPLACE TEMP VIEW staged_calls AS
SELECT force, call_line AS line,
    CAST(occurred_local AS DATE) AS presented_day,
    CAST(date_trunc('month', occurred_local) AS DATE) AS presented_month,
    CAST(hour(occurred_local) AS UTINYINT) AS presented_hour,
    CAST(isodow(occurred_local) AS UTINYINT) AS presented_weekday,
    answered_at IS NOT NULL AS is_answered,
    abandoned_at IS NOT NULL AS is_abandoned,
    seconds_between(presented_at, answered_at) AS answer_seconds,
    seconds_between(presented_at, abandoned_at) AS abandon_seconds
FROM call_rows;
