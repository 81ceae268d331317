-- Every incident that was accepted is in the mart, whatever its status.
SELECT incident_key FROM incident_rows EXCEPT SELECT incident_key FROM incident_times
