-- Two spells of one person as one worker type lie at least a whole day apart.
SELECT earlier.force, earlier.person, earlier.worker_type, earlier.ended_on, later.started_on
FROM service_spells AS earlier
JOIN service_spells AS later
    ON later.force = earlier.force AND later.person = earlier.person AND later.worker_type = earlier.worker_type
    AND later.spell > earlier.spell
WHERE later.started_on <= earlier.day_after_end
