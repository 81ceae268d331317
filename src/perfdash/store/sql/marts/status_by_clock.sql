-- The status of an incident by one clock: the first rule that holds (contract/statuses.py lists the same, in order).
    CASE
        WHEN staged.is_repeat THEN 'duplicate of a parent'
        WHEN staged.origin = 'officer' THEN 'officer-initiated'
        WHEN staged.origin = 'scheduled' OR staged.outcome = 'scheduled appointment' THEN 'scheduled appointment'
        WHEN staged.outcome = 'resolved without deployment' AND NOT staged.has_arrival THEN 'resolved without deployment'
        WHEN staged.outcome = 'cancelled' AND NOT staged.has_arrival THEN 'cancelled before arrival'
        WHEN NOT staged.has_arrival THEN 'arrival missing'
        WHEN staged.${clock}_seconds IS NULL THEN 'clock start missing'
        WHEN staged.${clock}_seconds < 0 OR staged.is_before_despatch THEN 'out of sequence'
        WHEN staged.${clock}_seconds = 0 AND NOT staged.is_zero_attended THEN 'zero'
        WHEN staged.${clock}_seconds > grade_row.cap_seconds THEN 'over cap'
        ELSE 'measured'
    END AS ${clock}_status,
    staged.${clock}_seconds
