-- Grain: one row a spell of absence and a month it touches: its hours spread evenly over its days. Only of those whose hours are
-- contracted. A spell without hours takes its contracted week; without either its hours are not known.
SELECT spells.row_key, spells.force, spells.person, spells.worker_type, spells.command, spells.role,
    $role_group AS role_group, $listed AS listed, spells.reason_group, months.month,
    CASE WHEN spells.spell_hours IS NULL THEN 1 ELSE 0 END AS is_unknown,
    COALESCE(spells.spell_hours, 0) / spells.n_days
        * (LEAST(COALESCE(spells.ended_on, spells.data_to), months.last_on) - GREATEST(spells.started_on, months.month) + 1) AS hours_lost
FROM staged_absences AS spells
JOIN wellbeing_months AS months
    ON months.force = spells.force AND months.kind = 'absences'
    AND months.last_on >= spells.started_on AND months.month <= COALESCE(spells.ended_on, spells.data_to)
LEFT JOIN high_stress_rows AS listing
    ON listing.force = spells.force AND listing.role = spells.role_key
    AND months.last_on BETWEEN listing.from_on AND listing.to_on
WHERE spells.worker_type NOT IN ($headcount_only)
