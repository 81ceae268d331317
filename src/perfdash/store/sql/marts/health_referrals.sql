-- Grain: one row a referral to occupational health, with its days to the first appointment where both days are exact. Open means
-- neither seen nor closed on the day the data reach to.
SELECT referrals.row_key, referrals.force, referrals.person, referrals.worker_type, referrals.command, referrals.organisation,
    referrals.role, $role_group AS role_group, $listed AS listed, referrals.referred_on,
    CAST(date_trunc('month', referrals.referred_on) AS DATE) AS referred_month,
    CAST(date_trunc('month', referrals.first_seen_on) AS DATE) AS seen_month, referrals.data_to,
    CASE WHEN referrals.first_offered_on IS NOT NULL OR referrals.first_seen_on IS NOT NULL THEN 1 ELSE 0 END AS is_offered,
    CASE WHEN referrals.first_seen_on IS NOT NULL THEN 1 ELSE 0 END AS is_seen,
    CASE WHEN referrals.first_seen_on IS NULL AND referrals.closed_on IS NOT NULL THEN 1 ELSE 0 END AS is_closed_unseen,
    CASE WHEN referrals.first_seen_on IS NULL AND referrals.closed_on IS NULL THEN 1 ELSE 0 END AS is_open,
    CASE WHEN referrals.is_exact AND referrals.first_seen_on >= referrals.referred_on
        THEN referrals.first_seen_on - referrals.referred_on END AS days_to_seen,
    CASE WHEN referrals.is_offer_exact AND referrals.first_offered_on >= referrals.referred_on
        THEN referrals.first_offered_on - referrals.referred_on END AS days_to_offered,
    referrals.data_to - referrals.referred_on AS days_open
FROM staged_referrals AS referrals
LEFT JOIN high_stress_rows AS listing
    ON listing.force = referrals.force AND listing.role = referrals.role_key
    AND referrals.referred_on BETWEEN listing.from_on AND listing.to_on
WHERE referrals.referred_on <= referrals.data_to
