-- Grain: force × month × grade × LPT × rurality. What there is to choose from, and how much of it.
SELECT force, month, grade, lpt, rurality, COUNT(*) AS n_incidents, MIN(day) AS first_on, MAX(day) AS last_on
FROM incident_times
GROUP BY force, month, grade, lpt, rurality
