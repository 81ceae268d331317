-- The strength at a month's start, with who joined and without who left or changed worker type, is that at its end.
SELECT force, worker_type, month, n_at_start, n_joiners, n_moved_in, n_leavers, n_moved_out, n_at_end FROM service_flows
WHERE n_at_start + n_joiners + n_moved_in - n_leavers - n_moved_out <> n_at_end
