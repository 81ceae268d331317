-- Grain: one row a person exposed at an incident. Judged once $days_to_judge days have passed; an offer dated before the exposure
-- is an offer, but in no time. An assessment held without an offer on record was offered when it was held.
SELECT exposures.row_key, exposures.force, exposures.person, exposures.worker_type, exposures.command, exposures.role,
    $role_group AS role_group, $listed AS listed, exposures.occurred_on, exposures.month,
    CASE WHEN CAST(exposures.occurred_on + INTERVAL ($days_to_judge) DAY AS DATE) <= exposures.data_to THEN 1 ELSE 0 END AS is_old,
    CASE WHEN exposures.seconds_to_offer IS NOT NULL THEN 1 ELSE 0 END AS is_offered,
    CASE WHEN exposures.seconds_to_offer BETWEEN 0 AND $soon_seconds THEN 1 ELSE 0 END AS is_soon,
    CASE WHEN exposures.seconds_to_offer BETWEEN 0 AND $week_seconds THEN 1 ELSE 0 END AS is_in_week,
    CASE WHEN exposures.held_at IS NOT NULL THEN 1 ELSE 0 END AS is_held,
    CASE WHEN exposures.held_at IS NOT NULL AND exposures.followed_up_at IS NOT NULL THEN 1 ELSE 0 END AS is_followed_up
FROM staged_exposures AS exposures
LEFT JOIN high_stress_rows AS listing
    ON listing.force = exposures.force AND listing.role = exposures.role_key
    AND exposures.occurred_on BETWEEN listing.from_on AND listing.to_on
