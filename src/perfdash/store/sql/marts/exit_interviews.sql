-- Grain: one row an exit record. Its part: the form that the way of leaving asks for (full, short), 'never' where nobody is
-- asked, 'apart' where the way of leaving is another or not known, 'not left yet'; and what became of it.
SELECT row_key, force, person, worker_type, rank, command, lpt, leaver_type, form, main_reason, left_on, dated_on, dated_exact_to,
    month, days_to_complete, matched_from, matched_to, $service_band AS service_band,
    CASE
        WHEN left_on > data_to THEN 'not left yet'
        WHEN leaver_type IN ($full_form) THEN 'full'
        WHEN leaver_type IN ($short_form) THEN 'short'
        WHEN leaver_type IN ($never) THEN 'never'
        ELSE 'apart'
    END AS part,
    CASE
        WHEN outcome = 'completed' OR completed_on IS NOT NULL THEN 'completed'
        WHEN outcome = 'declined' THEN 'declined'
        WHEN offered_on IS NOT NULL THEN 'offered, no answer'
        WHEN outcome = 'not asked' THEN 'not asked'
        ELSE 'not known'
    END AS status
FROM (SELECT staged_exits.*, $service_years AS service_years FROM staged_exits) AS staged
