-- The tables a load writes to. Source rows keep the supplier's grain; one row an incident or one row a resource.
CREATE TABLE IF NOT EXISTS incident_rows (
    row_key VARCHAR NOT NULL,
    incident_key VARCHAR NOT NULL,
    parent_key VARCHAR,
    force VARCHAR NOT NULL,
    is_per_resource BOOLEAN NOT NULL,
    is_zero_attended BOOLEAN NOT NULL,
    occurred_local TIMESTAMP NOT NULL,
    call_answered_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ,
    ready_for_despatch_at TIMESTAMPTZ,
    despatched_at TIMESTAMPTZ,
    en_route_at TIMESTAMPTZ,
    arrived_at TIMESTAMPTZ,
    stood_down_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    initial_grade VARCHAR NOT NULL,
    despatch_grade VARCHAR NOT NULL,
    final_grade VARCHAR NOT NULL,
    lpt VARCHAR NOT NULL,
    rurality VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    is_domestic_abuse BOOLEAN,
    outcome VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    source_record INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS call_rows (
    row_key VARCHAR NOT NULL,
    force VARCHAR NOT NULL,
    occurred_local TIMESTAMP NOT NULL,
    call_line VARCHAR NOT NULL,
    presented_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ,
    abandoned_at TIMESTAMPTZ,
    source_file VARCHAR NOT NULL,
    source_record INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS ledger (
    load_id INTEGER PRIMARY KEY,
    kind VARCHAR NOT NULL,
    profile VARCHAR NOT NULL,
    profile_sha256 VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    force VARCHAR NOT NULL,
    is_synthetic BOOLEAN NOT NULL,
    caveats VARCHAR[] NOT NULL,
    files STRUCT(name VARCHAR, sha256 VARCHAR, bytes BIGINT, rows_read BIGINT)[] NOT NULL,
    rows_read BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    repeated BIGINT NOT NULL,
    inserted BIGINT NOT NULL,
    superseded BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    first_on DATE,
    last_on DATE,
    loaded_at TIMESTAMPTZ NOT NULL,
    zone VARCHAR NOT NULL,
    key_fingerprint VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS rejects (
    load_id INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    column_name VARCHAR,
    value VARCHAR,
    reason VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS build (
    build VARCHAR NOT NULL, sequence INTEGER NOT NULL, built_at TIMESTAMPTZ NOT NULL, made_by VARCHAR NOT NULL
);
