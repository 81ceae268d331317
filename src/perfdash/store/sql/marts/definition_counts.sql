-- Grain: $groups × basis × grade on that basis × upgrade. Incidents that have a standard, counted by each clock so that
-- the n and the share of any definition are sums of these.
SELECT $groups, '$basis' AS basis, $grade AS grade, $upgrade AS upgrade,
$sums
FROM ($incidents) AS incidents
WHERE limit_seconds > 0 OR today_limit_seconds > 0
GROUP BY $groups, $grade, $upgrade
