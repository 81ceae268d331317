-- Nobody completed what was never offered, or was on time without completing it; of every programme, pilot and exposure.
SELECT 'programme contact' AS record, row_key, force FROM programme_contacts
WHERE (is_completed = 1 AND is_offered = 0) OR (is_on_time = 1 AND is_completed = 0)
UNION ALL
SELECT 'exposure', row_key, force FROM trauma_exposures
WHERE (is_soon = 1 AND is_in_week = 0) OR (is_in_week = 1 AND is_offered = 0) OR (is_held = 1 AND is_offered = 0)
    OR (is_followed_up = 1 AND is_held = 0)
UNION ALL
SELECT 'referral', row_key, force FROM health_referrals
WHERE (is_seen = 1 AND is_offered = 0) OR is_seen + is_closed_unseen + is_open <> 1
