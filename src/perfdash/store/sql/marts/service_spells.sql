-- Grain: one row a spell of continuous service of a person as one worker type: how it began, how it ended, and the first day
-- at whose close the person is no longer counted (9999-12-31 while in post). A spell that ends while another of the person
-- runs, or the day before one starts, is a change of worker type and no leaver: paid to paid only for paid types. Where the
-- change is overnight the person is counted in the old type at the close of its last day, so that nobody is lost between.
SELECT judged.*,
    CASE
        WHEN ended_on = DATE '9999-12-31' THEN 'in post'
        WHEN next_started_on IS NOT NULL THEN 'change of worker type'
        ELSE leaver_type
    END AS end_kind,
    CASE WHEN next_started_on > ended_on THEN day_after_end ELSE ended_on END AS gone_on,
    CASE
        WHEN n_running_before > 0 THEN 'change of worker type'
        WHEN n_ended_before > 0 THEN 'rejoiner'
        ELSE joiner_type
    END AS start_kind,
    CASE WHEN ended_on = DATE '9999-12-31' THEN data_to ELSE ended_on END AS seen_on
FROM (
    SELECT spell.force, spell.person, spell.worker_type, spell.spell, spell.is_paid, spell.data_to, spell.started_on,
        spell.ended_on, spell.day_after_end, spell.service_from_on, spell.pensionable_on, spell.known_to_leave_on,
        spell.rank, spell.command, spell.lpt, spell.is_supervisor, spell.fte, spell.n_fte_unknown, spell.leaver_type,
        spell.joiner_type,
        MIN(CASE WHEN other.started_on <= spell.day_after_end AND other.ended_on > spell.ended_on
            THEN CASE WHEN other.started_on > spell.ended_on THEN other.started_on ELSE spell.ended_on END
            END) AS next_started_on,
        SUM(CASE WHEN other.started_on < spell.started_on AND other.day_after_end >= spell.started_on
            THEN 1 ELSE 0 END) AS n_running_before,
        SUM(CASE WHEN other.day_after_end < spell.started_on THEN 1 ELSE 0 END) AS n_ended_before
    FROM spell_ends AS spell
    LEFT JOIN (
        SELECT force, person, worker_type, spell, is_paid, MIN(started_on) AS started_on, MAX(ended_on) AS ended_on,
            MAX(day_after_end) AS day_after_end
        FROM spell_posts GROUP BY force, person, worker_type, spell, is_paid
    ) AS other
        ON other.force = spell.force AND other.person = spell.person
        AND (other.is_paid OR NOT spell.is_paid)
        AND NOT (other.worker_type = spell.worker_type AND other.spell = spell.spell)
    GROUP BY spell.force, spell.person, spell.worker_type, spell.spell, spell.is_paid, spell.data_to, spell.started_on,
        spell.ended_on, spell.day_after_end, spell.service_from_on, spell.pensionable_on, spell.known_to_leave_on,
        spell.rank, spell.command, spell.lpt, spell.is_supervisor, spell.fte, spell.n_fte_unknown, spell.leaver_type,
        spell.joiner_type
) AS judged
