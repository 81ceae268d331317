-- Every employment that was accepted is a post of a spell, unless it starts after the day the data reach to.
SELECT held.n_rows, held.n_posts, held.n_later
FROM (
    SELECT
        (SELECT COUNT(*) FROM employment_rows) AS n_rows,
        (SELECT COUNT(*) FROM service_posts) AS n_posts,
        (SELECT COALESCE(SUM(n_not_begun), 0) FROM people_forces) AS n_later
) AS held
WHERE held.n_rows <> held.n_posts + held.n_later
