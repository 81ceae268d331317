-- A measured incident has a time by that clock, and it is not negative.
SELECT incident_key, call_to_arrival_seconds FROM incident_times
WHERE call_to_arrival_status = 'measured' AND COALESCE(call_to_arrival_seconds, -1) < 0
