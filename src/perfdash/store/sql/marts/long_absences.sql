-- Grain: one row a spell that has lasted more than $long_days days at the close of a month, or of the day the data reach to.
SELECT spells.row_key, spells.force, spells.person, spells.worker_type, spells.command, spells.role,
    $role_group AS role_group, $listed AS listed, spells.reason_group, months.month, months.last_on
FROM staged_absences AS spells
JOIN wellbeing_months AS months
    ON months.force = spells.force AND months.kind = 'absences'
    AND months.last_on - spells.started_on + 1 > $long_days
    AND months.last_on <= COALESCE(spells.ended_on, spells.data_to)
LEFT JOIN high_stress_rows AS listing
    ON listing.force = spells.force AND listing.role = spells.role_key
    AND months.last_on BETWEEN listing.from_on AND listing.to_on
