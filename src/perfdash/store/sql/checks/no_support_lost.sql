-- Every wellbeing record that was accepted is in its mart; referrals made after the day the data reach to are not.
SELECT held.record, held.n_rows, held.n_records
FROM (
    SELECT 'programme contact' AS record, (SELECT COUNT(*) FROM programme_contact_rows) AS n_rows,
        (SELECT COUNT(*) FROM programme_contacts) AS n_records
    UNION ALL
    SELECT 'exposure', (SELECT COUNT(*) FROM exposure_rows), (SELECT COUNT(*) FROM trauma_exposures)
    UNION ALL
    SELECT 'session', (SELECT COUNT(*) FROM session_rows), (SELECT COUNT(*) FROM bus_sessions)
) AS held
WHERE held.n_rows <> held.n_records
