-- The day each force's wellbeing records reach to, their months, and every record with its dates decided. What happened after
-- that day has not happened. A date exact to a month or a year is taken at its last day, an offer at its first.
INSERT INTO data_days
SELECT held.force, held.kind, coalesce(held.extracted_on, loaded_days.loaded_on, held.known_on) AS data_to
FROM (
    SELECT force, 'programme-contacts' AS kind, CAST(NULL AS DATE) AS extracted_on, max(due_on) AS known_on
    FROM programme_contact_rows GROUP BY force
    UNION ALL
    SELECT force, 'exposures', NULL, CAST(max(occurred_local) AS DATE) FROM exposure_rows GROUP BY force
    UNION ALL
    SELECT force, 'referrals', max(extracted_on), max(referred_on) FROM referral_rows GROUP BY force
    UNION ALL
    SELECT force, 'absences', max(extracted_on), max(started_on) FROM absence_rows GROUP BY force
    UNION ALL
    SELECT force, 'training', NULL, max(completed_on) FROM training_completion_rows GROUP BY force
    UNION ALL
    SELECT force, 'assessments', NULL, max(offered_on) FROM assessment_rows GROUP BY force
    UNION ALL
    SELECT force, 'sessions', NULL, max(held_on) FROM session_rows GROUP BY force
) AS held LEFT JOIN loaded_days ON loaded_days.force = held.force AND loaded_days.kind = held.kind;
CREATE OR REPLACE TEMP TABLE staged_contacts AS
SELECT dated.* EXCLUDE (offered_by, completed_by),
    CASE WHEN due_exact_to <> 'year' THEN CAST(date_trunc('month', due_on) AS DATE) END AS month,
    CASE WHEN completed_by <= data_to THEN completed_by END AS completed_on,
    CASE WHEN least(offered_by, completed_by) <= data_to THEN least(offered_by, completed_by) END AS offered_on
FROM (
    SELECT records.row_key, records.force, coalesce(records.person, records.row_key) AS person, records.worker_type,
        records.role, lower(records.role) AS role_key, records.command, records.organisation, records.programme,
        records.due_exact_to, data_days.data_to,
        last_day_meant(records.due_on, records.due_exact_to) AS due_on,
        first_day_meant(records.offered_on, records.offered_exact_to) AS offered_by,
        last_day_meant(records.completed_on, records.completed_exact_to) AS completed_by,
        last_day_meant(records.follow_up_due_on, records.follow_up_due_exact_to) AS follow_up_due_on,
        last_day_meant(records.followed_up_on, records.followed_up_exact_to) AS followed_up_on
    FROM programme_contact_rows AS records
    JOIN data_days ON data_days.force = records.force AND data_days.kind = 'programme-contacts'
) AS dated;
CREATE OR REPLACE TEMP TABLE staged_exposures AS
SELECT timed.*,
    CAST(date_trunc('month', occurred_on) AS DATE) AS month,
    CAST(floor((epoch_us(coalesce(offered_at, held_at)) - epoch_us(occurred_at)) / 1e6) AS BIGINT) AS seconds_to_offer
FROM (
    SELECT records.row_key, records.force, coalesce(records.person, records.row_key) AS person, records.worker_type,
        records.role, lower(records.role) AS role_key, records.command, data_days.data_to,
        CAST(records.occurred_local AS DATE) AS occurred_on, records.occurred_at,
        CASE WHEN CAST(records.offered_at AS DATE) <= data_days.data_to THEN records.offered_at END AS offered_at,
        CASE WHEN CAST(records.held_at AS DATE) <= data_days.data_to THEN records.held_at END AS held_at,
        CASE WHEN CAST(records.followed_up_at AS DATE) <= data_days.data_to THEN records.followed_up_at END AS followed_up_at
    FROM exposure_rows AS records
    JOIN data_days ON data_days.force = records.force AND data_days.kind = 'exposures'
) AS timed;
CREATE OR REPLACE TEMP TABLE staged_referrals AS
SELECT records.row_key, records.force, coalesce(records.person, records.row_key) AS person, records.worker_type,
    records.role, lower(records.role) AS role_key, records.command, records.organisation, data_days.data_to,
    first_day_meant(records.referred_on, records.referred_exact_to) AS referred_on,
    records.referred_exact_to = 'day' AND coalesce(records.first_seen_exact_to, 'day') = 'day' AS is_exact,
    records.referred_exact_to = 'day' AND coalesce(records.first_offered_exact_to, 'day') = 'day' AS is_offer_exact,
    CASE WHEN records.first_offered_on <= data_days.data_to THEN records.first_offered_on END AS first_offered_on,
    CASE WHEN records.first_seen_on <= data_days.data_to THEN records.first_seen_on END AS first_seen_on,
    CASE WHEN records.closed_on <= data_days.data_to THEN records.closed_on END AS closed_on
FROM referral_rows AS records
JOIN data_days ON data_days.force = records.force AND data_days.kind = 'referrals';
CREATE OR REPLACE TEMP TABLE staged_absences AS
SELECT dated.*, (coalesce(ended_on, data_to) - started_on) + 1 AS n_days,
    coalesce(hours_lost, contracted_hours * ((coalesce(ended_on, data_to) - started_on) + 1) / 7) AS spell_hours
FROM (
    SELECT records.row_key, records.force, coalesce(records.person, records.row_key) AS person, records.worker_type,
        records.role, lower(records.role) AS role_key, records.command, records.reason_group, records.hours_lost,
        records.contracted_hours, data_days.data_to,
        first_day_meant(records.started_on, records.started_exact_to) AS started_on,
        CASE WHEN last_day_meant(records.ended_on, records.ended_exact_to) <= data_days.data_to
            THEN last_day_meant(records.ended_on, records.ended_exact_to) END AS ended_on
    FROM absence_rows AS records
    JOIN data_days ON data_days.force = records.force AND data_days.kind = 'absences'
) AS dated
WHERE started_on <= data_to;
CREATE OR REPLACE TEMP TABLE support_days AS
SELECT force, person, 'enhanced support' AS means, completed_on AS on_day FROM staged_contacts
WHERE programme = 'enhanced support' AND organisation = 'police' AND completed_on IS NOT NULL
UNION ALL
SELECT force, person, 'trauma risk management', CAST(held_at AS DATE) FROM staged_exposures WHERE held_at IS NOT NULL
UNION ALL
SELECT force, person, 'occupational health', first_seen_on FROM staged_referrals
WHERE organisation = 'police' AND first_seen_on IS NOT NULL
UNION ALL
SELECT records.force, records.person, 'resilience training', records.completed_on FROM training_completion_rows AS records
JOIN data_days ON data_days.force = records.force AND data_days.kind = 'training'
WHERE records.has_resilience_content AND records.person IS NOT NULL AND records.completed_on <= data_days.data_to;
CREATE OR REPLACE TABLE wellbeing_months AS
SELECT months.force, months.kind, months.month, least(last_day(months.month), months.data_to) AS last_on,
    last_day(months.month) > months.data_to AS is_part
FROM (
    SELECT begun.force, begun.kind, data_days.data_to, CAST(unnest(generate_series(
        date_trunc('month', begun.first_on), date_trunc('month', data_days.data_to), INTERVAL 1 MONTH)) AS DATE) AS month
    FROM ($first_days) AS begun
    JOIN data_days ON data_days.force = begun.force AND data_days.kind = begun.kind
) AS months
ORDER BY months.force, months.kind, months.month;
CREATE OR REPLACE TEMP TABLE role_posts AS
SELECT posts.force, posts.person, posts.worker_type, posts.command, records.role, lower(records.role) AS role_key,
    posts.fte, posts.is_paid, posts.post_key, posts.started_on, posts.ended_on, posts.held_before
FROM service_posts AS posts JOIN employment_rows AS records ON records.row_key = posts.post_key;
