-- The list of high-stress roles has at most one group for a role on any day, so that no record is counted twice.
SELECT earlier.force, earlier.role, earlier.role_group, later.role_group AS other_group, later.from_on
FROM high_stress_rows AS earlier
JOIN high_stress_rows AS later
    ON later.force = earlier.force AND later.role = earlier.role
    AND later.from_on BETWEEN earlier.from_on AND earlier.to_on
    AND (later.from_on <> earlier.from_on OR later.role_group <> earlier.role_group)
