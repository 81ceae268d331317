-- Every call that was accepted is in the mart and in its counts, whatever its status.
SELECT held.n_rows, held.n_calls, held.n_counted
FROM (
    SELECT
        (SELECT COUNT(*) FROM call_rows) AS n_rows,
        (SELECT COUNT(*) FROM calls) AS n_calls,
        (SELECT COALESCE(SUM(n_calls), 0) FROM call_counts) AS n_counted
) AS held
WHERE held.n_rows <> held.n_calls OR held.n_rows <> held.n_counted
