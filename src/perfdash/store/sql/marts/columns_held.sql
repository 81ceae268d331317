-- Grain: a force. For every column of the contract, how many source rows fill it; 0 says that its extracts have none.
SELECT force,
    $filled
FROM incident_rows
GROUP BY force
