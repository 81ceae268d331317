-- Grain: one row a spell of continuous service that has begun: its days, and what was last held in it. The post that ends
-- last is the last held; of several, the one with the most hours, then the newest.
SELECT spells.force, spells.person, spells.worker_type, spells.spell, spells.is_paid, spells.data_to,
    spells.started_on, spells.ended_on, spells.day_after_end,
    COALESCE(spells.service_started_on, first_spells.first_on) AS service_from_on,
    spells.pensionable_on,
    CASE WHEN spells.ended_on = DATE '9999-12-31' AND spells.stated_end_on < DATE '9999-12-31'
        THEN spells.stated_end_on END AS known_to_leave_on,
    last_posts.rank, last_posts.command, last_posts.lpt, last_posts.is_supervisor,
    ending.fte, ending.n_fte_unknown, ending.leaver_type, first_posts.joiner_type
FROM (
    SELECT force, person, worker_type, spell, is_paid, data_to,
        MIN(started_on) AS started_on, MAX(ended_on) AS ended_on, MAX(day_after_end) AS day_after_end,
        MAX(stated_end_on) AS stated_end_on, MIN(service_started_on) AS service_started_on,
        MAX(pensionable_on) AS pensionable_on
    FROM spell_posts
    GROUP BY force, person, worker_type, spell, is_paid, data_to
    HAVING MIN(started_on) <= data_to
) AS spells
JOIN (SELECT force, person, MIN(started_on) AS first_on FROM spell_posts GROUP BY force, person) AS first_spells
    ON first_spells.force = spells.force AND first_spells.person = spells.person
JOIN (
    SELECT spell_posts.*,
        ROW_NUMBER() OVER (
            PARTITION BY force, person, worker_type, spell
            ORDER BY CASE WHEN started_on <= data_to THEN 0 ELSE 1 END, ended_on DESC, COALESCE(fte, -1) DESC, started_on DESC, post_key
        ) AS place
    FROM spell_posts
) AS last_posts
    ON last_posts.force = spells.force AND last_posts.person = spells.person
    AND last_posts.worker_type = spells.worker_type AND last_posts.spell = spells.spell AND last_posts.place = 1
JOIN (
    SELECT spell_posts.*,
        ROW_NUMBER() OVER (
            PARTITION BY force, person, worker_type, spell
            ORDER BY started_on, CASE WHEN joiner_type = 'not known' THEN 1 ELSE 0 END, post_key
        ) AS place
    FROM spell_posts
) AS first_posts
    ON first_posts.force = spells.force AND first_posts.person = spells.person
    AND first_posts.worker_type = spells.worker_type AND first_posts.spell = spells.spell AND first_posts.place = 1
JOIN (
    SELECT posts.force, posts.person, posts.worker_type, posts.spell,
        SUM(posts.fte) AS fte,
        SUM(CASE WHEN posts.fte IS NULL AND posts.is_paid THEN 1 ELSE 0 END) AS n_fte_unknown,
        COALESCE(MIN(CASE WHEN posts.leaver_type <> 'not known' THEN posts.leaver_type END), 'not known') AS leaver_type
    FROM spell_posts AS posts
    JOIN (
        SELECT force, person, worker_type, spell, MAX(ended_on) AS ended_on FROM spell_posts
        WHERE started_on <= data_to GROUP BY force, person, worker_type, spell
    ) AS last_days
        ON last_days.force = posts.force AND last_days.person = posts.person
        AND last_days.worker_type = posts.worker_type AND last_days.spell = posts.spell
        AND last_days.ended_on = posts.ended_on
    WHERE posts.started_on <= posts.data_to
    GROUP BY posts.force, posts.person, posts.worker_type, posts.spell
) AS ending
    ON ending.force = spells.force AND ending.person = spells.person
    AND ending.worker_type = spells.worker_type AND ending.spell = spells.spell
