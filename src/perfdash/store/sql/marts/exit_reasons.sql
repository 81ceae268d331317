-- Grain: one row a completed exit interview and a reason it names, with the reason's group of that day (today's if undated).
SELECT records.row_key, records.force, records.worker_type, records.rank, records.command, records.lpt, records.leaver_type,
    records.service_band, records.part, records.month, records.dated_on, records.dated_exact_to,
    reasons.reason, reasons.is_main, COALESCE(groups.reason_group, 'not grouped') AS reason_group
FROM exit_interviews AS records
JOIN staged_exit_reasons AS reasons ON reasons.row_key = records.row_key
LEFT JOIN leaver_reason_rows AS groups
    ON groups.reason = reasons.reason
    AND COALESCE(records.dated_on, DATE '9999-12-31') BETWEEN groups.from_on AND groups.to_on
WHERE records.status = 'completed'
