-- Exit and stay interviews with their dates decided: the first that is known dates an exit record, and how exact it is stands
-- beside it. A record exact only to a year has no month; an undated one has neither.
CREATE OR REPLACE TEMP VIEW staged_exits AS
SELECT dated.* EXCLUDE (dated_on),
    dated_on,
    CASE WHEN dated_exact_to IN ('day', 'month') THEN CAST(date_trunc('month', dated_on) AS DATE) END AS month,
    CASE WHEN left_exact_to = 'day' THEN CAST(left_on - 92 AS DATE) WHEN left_on IS NOT NULL THEN CAST(left_on - 366 AS DATE) END AS matched_from,
    CASE WHEN left_exact_to = 'day' THEN CAST(left_on + 92 AS DATE) WHEN left_on IS NOT NULL THEN CAST(left_on + 366 AS DATE) END AS matched_to
FROM (
    SELECT records.row_key, records.force, records.person, records.worker_type, records.rank, records.command, records.lpt,
        records.leaver_type, records.outcome, records.form, records.reasons, records.main_reason,
        records.left_on, records.left_exact_to, records.offered_on, records.completed_on, data_days.data_to,
        coalesce(records.left_on, records.completed_on, records.offered_on, records.noticed_on) AS dated_on,
        CASE
            WHEN records.left_on IS NOT NULL THEN records.left_exact_to
            WHEN records.completed_on IS NOT NULL THEN records.completed_exact_to
            WHEN records.offered_on IS NOT NULL THEN records.offered_exact_to
            WHEN records.noticed_on IS NOT NULL THEN records.noticed_exact_to
        END AS dated_exact_to,
        CASE WHEN records.service_started_on IS NOT NULL AND records.left_on IS NOT NULL
            AND records.service_started_on <= records.left_on THEN records.service_started_on END AS service_from_on,
        CASE WHEN records.noticed_exact_to = 'day' AND records.completed_exact_to = 'day'
            AND records.completed_on >= records.noticed_on THEN records.completed_on - records.noticed_on END AS days_to_complete
    FROM exit_interview_rows AS records
    JOIN data_days ON data_days.force = records.force AND data_days.kind = 'exit-interviews'
) AS dated;
CREATE OR REPLACE TEMP VIEW staged_exit_reasons AS
SELECT row_key, reason, reason = main_reason AS is_main
FROM (
    SELECT row_key, main_reason,
        unnest(list_distinct(list_concat(coalesce(reasons, []), CASE WHEN main_reason = 'not known' THEN [] ELSE [main_reason] END))) AS reason
    FROM staged_exits
) AS named;
CREATE OR REPLACE TEMP VIEW staged_stays AS
SELECT records.row_key, records.force, records.person, records.worker_type, records.rank, records.command, records.lpt,
    records.trigger, records.reply, records.eligible_on,
    CASE WHEN records.eligible_exact_to IN ('day', 'month') THEN CAST(date_trunc('month', records.eligible_on) AS DATE) END AS month,
    CASE WHEN coalesce(records.invited_on, records.held_on) <= data_days.data_to
        THEN coalesce(records.invited_on, records.held_on) END AS invited_on,
    CASE WHEN records.held_on <= data_days.data_to THEN records.held_on END AS held_on,
    records.n_actions_agreed, records.n_actions_done, data_days.data_to, employed.data_to AS employed_to,
    records.in_post_after_3_months, records.in_post_after_6_months, records.in_post_after_12_months,
    CAST(records.eligible_on + INTERVAL ($days_to_invite) DAY AS DATE) AS invited_by,
    CAST(coalesce(records.invited_on, records.held_on) + INTERVAL ($days_to_reply) DAY AS DATE) AS replied_by,
    CAST(coalesce(records.invited_on, records.held_on) + INTERVAL ($days_to_hold) DAY AS DATE) AS held_by,
    CAST(records.held_on + INTERVAL ($days_to_do) DAY AS DATE) AS done_by,
    CAST(records.held_on + INTERVAL 3 MONTH AS DATE) AS after_3_on,
    CAST(records.held_on + INTERVAL 6 MONTH AS DATE) AS after_6_on,
    CAST(records.held_on + INTERVAL 12 MONTH AS DATE) AS after_12_on
FROM stay_interview_rows AS records
JOIN data_days ON data_days.force = records.force AND data_days.kind = 'stay-interviews'
LEFT JOIN data_days AS employed ON employed.force = records.force AND employed.kind = 'employments';
