-- Grain: force × worker type × month. Who came and who went, from spells; the strengths beside them come from posts.
SELECT types.force, types.worker_type, months.month, months.opened_on, months.last_on,
    COALESCE(flows.n_joiners, 0) AS n_joiners,
    COALESCE(flows.n_moved_in, 0) AS n_moved_in,
    COALESCE(flows.n_leavers, 0) AS n_leavers,
    COALESCE(flows.n_moved_out, 0) AS n_moved_out,
    COALESCE(opening.n_people, 0) AS n_at_start,
    COALESCE(closing.n_people, 0) AS n_at_end
FROM (SELECT DISTINCT force, worker_type FROM service_spells) AS types
JOIN service_months AS months ON months.force = types.force
LEFT JOIN (
    SELECT spells.force, spells.worker_type, months.month,
        SUM(CASE WHEN spells.started_on BETWEEN months.month AND months.last_on
            AND spells.start_kind <> 'change of worker type' THEN 1 ELSE 0 END) AS n_joiners,
        SUM(CASE WHEN spells.started_on BETWEEN months.month AND months.last_on
            AND spells.start_kind = 'change of worker type' THEN 1 ELSE 0 END) AS n_moved_in,
        SUM(CASE WHEN spells.gone_on BETWEEN months.month AND months.last_on
            AND spells.end_kind <> 'change of worker type' THEN 1 ELSE 0 END) AS n_leavers,
        SUM(CASE WHEN spells.gone_on BETWEEN months.month AND months.last_on
            AND spells.end_kind = 'change of worker type' THEN 1 ELSE 0 END) AS n_moved_out
    FROM service_spells AS spells
    JOIN service_months AS months ON months.force = spells.force
    GROUP BY spells.force, spells.worker_type, months.month
) AS flows
    ON flows.force = types.force AND flows.worker_type = types.worker_type AND flows.month = months.month
LEFT JOIN (
    SELECT force, worker_type, as_at_on, SUM(n_people) AS n_people FROM strength_cells GROUP BY force, worker_type, as_at_on
) AS opening
    ON opening.force = types.force AND opening.worker_type = types.worker_type AND opening.as_at_on = months.opened_on
LEFT JOIN (
    SELECT force, worker_type, as_at_on, SUM(n_people) AS n_people FROM strength_cells GROUP BY force, worker_type, as_at_on
) AS closing
    ON closing.force = types.force AND closing.worker_type = types.worker_type AND closing.as_at_on = months.last_on
