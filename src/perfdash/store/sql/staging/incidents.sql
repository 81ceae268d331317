-- One row an incident: the rows of its resources folded together (the first to arrive stops the clock), repeat
-- calls tied to their parent (the earliest call starts it), durations in whole seconds and local dates worked out.
-- What one resource's row leaves blank, another's may know.
CREATE OR REPLACE TEMP MACRO known_of(word) AS coalesce(min(nullif(word, 'not known')), 'not known');
CREATE OR REPLACE TEMP VIEW staged_incidents AS
WITH RECURSIVE folded AS (
    SELECT incident_key, parent_key, force, is_zero_attended, occurred_local,
        call_answered_at, created_at, ready_for_despatch_at, despatched_at, en_route_at, arrived_at, stood_down_at, closed_at,
        initial_grade, despatch_grade, final_grade, lpt, rurality, origin, is_domestic_abuse, outcome
    FROM incident_rows WHERE NOT is_per_resource
    UNION ALL
    SELECT incident_key, min(parent_key), min(force), bool_or(is_zero_attended), min(occurred_local),
        min(call_answered_at), min(created_at), min(ready_for_despatch_at), min(despatched_at),
        min(en_route_at), min(arrived_at), max(stood_down_at), max(closed_at),
        known_of(initial_grade), known_of(despatch_grade), known_of(final_grade), known_of(lpt), known_of(rurality),
        known_of(origin), bool_or(is_domestic_abuse), known_of(outcome)
    FROM incident_rows WHERE is_per_resource GROUP BY incident_key
),
children AS (
    SELECT child.incident_key, child.parent_key, coalesce(child.call_answered_at, child.created_at) AS called_at
    FROM folded AS child JOIN folded AS parent ON parent.incident_key = child.parent_key
    WHERE child.parent_key IS NOT NULL AND child.parent_key <> child.incident_key
),
-- A parent may itself be a repeat of another: climb to the top. Every step doubles how far a row has climbed, so twenty
-- reach a million. Rings of parents have no top and are left alone.
climb AS (
    SELECT incident_key, parent_key AS top_key, 1 AS steps FROM children
    UNION ALL
    SELECT low.incident_key, coalesce(high.top_key, low.top_key), low.steps + 1
    FROM climb AS low LEFT JOIN climb AS high ON high.incident_key = low.top_key WHERE low.steps < 20
),
repeats AS (
    SELECT climb.incident_key, climb.top_key, children.called_at
    FROM climb JOIN children ON children.incident_key = climb.incident_key
    WHERE climb.steps = 20 AND climb.top_key NOT IN (SELECT incident_key FROM children)
),
earliest AS (SELECT top_key, min(called_at) AS called_at FROM repeats GROUP BY top_key),
tied AS (
    SELECT folded.* REPLACE (CASE WHEN earliest.called_at IS NULL THEN folded.call_answered_at
            ELSE least(coalesce(folded.call_answered_at, folded.created_at), earliest.called_at) END AS call_answered_at),
        repeats.incident_key IS NOT NULL AS is_repeat
    FROM folded LEFT JOIN earliest ON earliest.top_key = folded.incident_key
    LEFT JOIN repeats ON repeats.incident_key = folded.incident_key
)
SELECT incident_key, force,
    coalesce(nullif(final_grade, 'not known'), nullif(despatch_grade, 'not known'), initial_grade) AS grade,
    initial_grade, despatch_grade, final_grade, lpt, rurality, origin, outcome, is_domestic_abuse, is_repeat, is_zero_attended,
    CAST(occurred_local AS DATE) AS created_day,
    CAST(date_trunc('month', occurred_local) AS DATE) AS created_month,
    CAST(hour(occurred_local) AS UTINYINT) AS created_hour,
    CAST(isodow(occurred_local) AS UTINYINT) AS created_weekday,
    call_answered_at, created_at, ready_for_despatch_at, despatched_at, en_route_at, arrived_at, stood_down_at, closed_at,
    arrived_at IS NOT NULL AS has_arrival,
    coalesce(arrived_at < despatched_at, false) AS is_before_despatch,
    $clock_seconds,
    seconds_between(coalesce(call_answered_at, created_at), ready_for_despatch_at) AS control_room_seconds,
    seconds_between(ready_for_despatch_at, despatched_at) AS despatch_seconds,
    seconds_between(despatched_at, arrived_at) AS travel_seconds
FROM tied;
