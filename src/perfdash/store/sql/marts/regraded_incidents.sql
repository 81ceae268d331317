-- Grain: one row an incident whose grades differ, with the cap and the limits of the grade that another basis gives it.
SELECT $columns, grade_row.cap_seconds,
    then_standard.limit_seconds, today_standard.limit_seconds AS today_limit_seconds
FROM $source AS incident
LEFT JOIN grade_rows AS grade_row
    ON grade_row.force = incident.force AND grade_row.grade = incident.$grade
    AND incident.day BETWEEN grade_row.from_on AND grade_row.to_on
LEFT JOIN standard_rows AS then_standard
    ON then_standard.force = incident.force AND then_standard.grade = incident.$grade
    AND then_standard.rurality = incident.rurality
    AND incident.day BETWEEN then_standard.from_on AND then_standard.to_on
LEFT JOIN standard_rows AS today_standard
    ON today_standard.force = incident.force AND today_standard.grade = incident.$grade
    AND today_standard.rurality = incident.rurality AND today_standard.to_on = DATE '9999-12-31'
WHERE NOT (incident.initial_grade = incident.grade AND incident.despatch_grade = incident.grade)
