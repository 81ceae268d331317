-- By one clock and one standard: time not known; known; known and within; the same at or under the listed cap; and the hour.
    SUM(CASE WHEN $is_untimed AND $limit > 0 THEN 1 ELSE 0 END) AS ${clock}_untimed$suffix,
    SUM(CASE WHEN $is_timed AND $limit > 0 THEN 1 ELSE 0 END) AS ${clock}_uncapped$suffix,
    SUM(CASE WHEN $is_timed AND ${clock}_seconds <= $limit THEN 1 ELSE 0 END) AS ${clock}_uncapped_within$suffix,
    SUM(CASE WHEN $is_capped AND $limit > 0 THEN 1 ELSE 0 END) AS ${clock}_capped$suffix,
    SUM(CASE WHEN $is_capped AND ${clock}_seconds <= $limit THEN 1 ELSE 0 END) AS ${clock}_capped_within$suffix,
    SUM(CASE WHEN $is_timed AND ${clock}_seconds <= 3600 AND $limit > 0 THEN 1 ELSE 0 END) AS ${clock}_hour$suffix,
    SUM(CASE WHEN $is_timed AND ${clock}_seconds <= 3600 AND ${clock}_seconds <= $limit THEN 1 ELSE 0 END)
        AS ${clock}_hour_within$suffix
