-- An incident stands in the mart exactly once.
SELECT incident_key, COUNT(*) AS times FROM incident_times GROUP BY incident_key HAVING COUNT(*) <> 1
