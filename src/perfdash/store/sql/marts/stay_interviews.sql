-- Grain: one row a stay interview record. Who is in post after 3, 6 and 12 months: as the record says, else by the employments.
SELECT stays.*,
    CASE WHEN invited_on IS NOT NULL THEN 1 ELSE 0 END AS is_invited,
    CASE WHEN held_on IS NOT NULL OR (reply = 'accepted' AND invited_on IS NOT NULL) THEN 1 ELSE 0 END AS is_accepted,
    CASE WHEN held_on IS NOT NULL THEN 1 ELSE 0 END AS is_held,
    $in_post_after_3 AS in_post_3,
    $in_post_after_6 AS in_post_6,
    $in_post_after_12 AS in_post_12
FROM (
    SELECT staged.row_key, staged.force, staged.person, staged.worker_type, staged.rank, staged.command, staged.lpt,
        staged.trigger, staged.reply, staged.eligible_on, staged.month, staged.invited_on, staged.held_on,
        staged.n_actions_agreed, staged.n_actions_done, staged.data_to, staged.employed_to,
        staged.in_post_after_3_months, staged.in_post_after_6_months, staged.in_post_after_12_months,
        staged.invited_by, staged.replied_by, staged.held_by, staged.done_by,
        staged.after_3_on, staged.after_6_on, staged.after_12_on,
        COUNT(spells.person) AS n_spells,
        $found_after_3 AS n_found_3,
        $found_after_6 AS n_found_6,
        $found_after_12 AS n_found_12
    FROM staged_stays AS staged
    LEFT JOIN service_spells AS spells ON spells.force = staged.force AND spells.person = staged.person
    GROUP BY staged.row_key, staged.force, staged.person, staged.worker_type, staged.rank, staged.command, staged.lpt,
        staged.trigger, staged.reply, staged.eligible_on, staged.month, staged.invited_on, staged.held_on,
        staged.n_actions_agreed, staged.n_actions_done, staged.data_to, staged.employed_to,
        staged.in_post_after_3_months, staged.in_post_after_6_months, staged.in_post_after_12_months,
        staged.invited_by, staged.replied_by, staged.held_by, staged.done_by,
        staged.after_3_on, staged.after_6_on, staged.after_12_on
) AS stays
