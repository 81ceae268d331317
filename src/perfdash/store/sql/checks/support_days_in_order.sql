-- Nothing is completed before it was offered, and nobody is seen before being referred, where both days are exact.
SELECT 'programme contact' AS record, row_key, force, offered_on AS earlier_on, completed_on AS later_on FROM programme_contact_rows
WHERE completed_on < offered_on AND offered_exact_to = 'day' AND completed_exact_to = 'day'
UNION ALL
SELECT 'assessment', row_key, force, offered_on, completed_on FROM assessment_rows
WHERE completed_on < offered_on AND offered_exact_to = 'day' AND completed_exact_to = 'day'
UNION ALL
SELECT 'referral', row_key, force, referred_on, first_seen_on FROM referral_rows
WHERE first_seen_on < referred_on AND referred_exact_to = 'day' AND first_seen_exact_to = 'day'
