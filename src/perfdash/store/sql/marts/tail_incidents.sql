-- Grain: one row an incident that the tail review lists by some clock: far into its grade's tail, or with a doubtful time.
SELECT * FROM incident_times
WHERE $conditions
