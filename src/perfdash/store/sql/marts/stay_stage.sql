-- Grain: one row a stay interview record that came as far as stage $number. In its base are those of whom it can be said by
-- now; who it is too early for, and of whom nobody knows, stand beside it.
SELECT force, worker_type, rank, command, lpt, trigger, month, $number AS stage_number, '$stage' AS stage,
    CASE WHEN $is_early THEN 0 WHEN $is_unknown THEN 0 ELSE 1 END AS n_base,
    CASE WHEN $is_early THEN 0 WHEN $is_unknown THEN 0 WHEN $is_reached THEN 1 ELSE 0 END AS n_reached,
    CASE WHEN $is_early THEN 1 ELSE 0 END AS n_too_early,
    CASE WHEN $is_early THEN 0 WHEN $is_unknown THEN 1 ELSE 0 END AS n_unknown
FROM stay_interviews
WHERE $comes_so_far
