-- A call is stored exactly once.
SELECT row_key, COUNT(*) AS times FROM call_rows GROUP BY row_key HAVING COUNT(*) <> 1
