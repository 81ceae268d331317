-- Every stay interview that was accepted is in the mart.
SELECT held.n_rows, held.n_records
FROM (
    SELECT
        (SELECT COUNT(*) FROM stay_interview_rows) AS n_rows,
        (SELECT COUNT(*) FROM stay_interviews) AS n_records
) AS held
WHERE held.n_rows <> held.n_records
