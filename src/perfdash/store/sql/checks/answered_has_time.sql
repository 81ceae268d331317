-- An answered call has a time to its answer, and it is not negative.
SELECT day, answer_seconds FROM calls WHERE status = 'answered' AND COALESCE(answer_seconds, -1) < 0
