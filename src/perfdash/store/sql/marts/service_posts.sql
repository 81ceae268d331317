-- Grain: one row a post of a spell that has begun, with the first day at whose close it is no longer held. A post that is
-- followed overnight, by another of the spell or by another worker type, is held at the close of its own last day.
SELECT posts.force, posts.person, posts.worker_type, posts.spell, posts.is_paid, posts.post_key, posts.rank, posts.command,
    posts.lpt, posts.fte, posts.is_supervisor, posts.started_on, posts.ended_on, spells.service_from_on,
    CASE
        WHEN posts.ended_on = DATE '9999-12-31' THEN posts.ended_on
        WHEN followers.n_followers > 0 THEN posts.day_after_end
        WHEN posts.ended_on = spells.ended_on THEN spells.gone_on
        ELSE posts.ended_on
    END AS held_before
FROM spell_posts AS posts
JOIN service_spells AS spells
    ON spells.force = posts.force AND spells.person = posts.person
    AND spells.worker_type = posts.worker_type AND spells.spell = posts.spell
LEFT JOIN (
    SELECT force, person, worker_type, spell, started_on, COUNT(*) AS n_followers
    FROM spell_posts GROUP BY force, person, worker_type, spell, started_on
) AS followers
    ON followers.force = posts.force AND followers.person = posts.person
    AND followers.worker_type = posts.worker_type AND followers.spell = posts.spell
    AND followers.started_on = posts.day_after_end
