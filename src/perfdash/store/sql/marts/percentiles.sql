-- Grain: one row a force, a month and one value each of grade, lpt, rurality and domestic abuse, or '(all)' of them together.
-- Finished percentiles of the measured times by one clock, type 7 of Hyndman and Fan: they cannot be added up from parts.
SELECT
    CAST(force AS VARCHAR) AS force, month,
    CASE WHEN GROUPING(grade) = 1 THEN '(all)' ELSE CAST(grade AS VARCHAR) END AS grade,
    CASE WHEN GROUPING(lpt) = 1 THEN '(all)' ELSE CAST(lpt AS VARCHAR) END AS lpt,
    CASE WHEN GROUPING(rurality) = 1 THEN '(all)' ELSE CAST(rurality AS VARCHAR) END AS rurality,
    CASE
        WHEN GROUPING(is_domestic_abuse) = 1 THEN '(all)'
        WHEN is_domestic_abuse THEN 'yes'
        WHEN NOT is_domestic_abuse THEN 'no'
        ELSE 'not known'
    END AS domestic_abuse,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${clock}_seconds) AS median_seconds,
    PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY ${clock}_seconds) AS p90_seconds
FROM incident_times
WHERE ${clock}_status = 'measured'
GROUP BY GROUPING SETS (
    (force, month), (force, month, grade), (force, month, lpt), (force, month, rurality),
    (force, month, grade, lpt), (force, month, grade, rurality), (force, month, lpt, rurality),
    (force, month, grade, lpt, rurality),
    (force, month, is_domestic_abuse), (force, month, grade, is_domestic_abuse)
)
