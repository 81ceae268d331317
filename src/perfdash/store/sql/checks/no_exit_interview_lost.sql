-- Every exit interview that was accepted is in the mart, dated or not.
SELECT held.n_rows, held.n_records
FROM (
    SELECT
        (SELECT COUNT(*) FROM exit_interview_rows) AS n_rows,
        (SELECT COUNT(*) FROM exit_interviews) AS n_records
) AS held
WHERE held.n_rows <> held.n_records
