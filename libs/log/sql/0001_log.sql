-- The tables of one service's log (design §4). Run once, as the owner of the database; the roles
-- haven_owner, haven_writer and haven_reader exist already. No schema is named: search_path decides.

-- Row-level security for a table that has a column `federation`: its rows are seen by haven_reader
-- only for the federations in SET LOCAL haven.federations ('2,3'; unset shows nothing), or by every
-- reader where the table is reference data. The writer and the owner see all.
CREATE FUNCTION haven_protect(target regclass, reference boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY haven_write ON %s TO haven_writer, haven_owner '
                   'USING (true) WITH CHECK (true)', target);
    IF reference THEN
        EXECUTE format('CREATE POLICY haven_read ON %s FOR SELECT TO haven_reader USING (true)',
                       target);
    ELSE
        -- The sub-select is evaluated once a query and not once a row.
        EXECUTE format($policy$CREATE POLICY haven_read ON %s FOR SELECT TO haven_reader
            USING (federation = ANY ((SELECT string_to_array(
                current_setting('haven.federations', true), ',')::smallint[])::smallint[]))
            $policy$, target);
    END IF;
    EXECUTE format('GRANT SELECT ON %s TO haven_reader', target);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO haven_writer', target);
END
$body$;

CREATE TABLE federation (
    number smallint PRIMARY KEY CHECK (number > 0),
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    parent smallint NOT NULL  -- 0 for the city's own
);

-- Locked by every append; `next_offset` is that of the next event.
CREATE TABLE log_head (
    federation smallint PRIMARY KEY REFERENCES federation (number),
    next_offset bigint NOT NULL DEFAULT 1,
    last_recorded_at timestamptz NOT NULL DEFAULT 'epoch',
    incarnation smallint NOT NULL DEFAULT 1,
    state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'MOVING', 'MOVED')),
    shard_epoch bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

CREATE TABLE event (
    federation smallint NOT NULL,
    log_offset bigint NOT NULL,  -- "offset" is a reserved word
    incarnation smallint NOT NULL,
    stream_id uuid NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    schema_version smallint NOT NULL,
    recorded_at timestamptz NOT NULL,
    command_id uuid NOT NULL,
    meta bytea NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (federation, log_offset),
    UNIQUE (federation, stream_id, version)
);

-- What a command was answered; never expires (protocols §2).
CREATE TABLE command (
    federation smallint NOT NULL,
    command_id uuid NOT NULL,
    request_hash bytea NOT NULL,
    reply_version integer NOT NULL,
    reply_offset bigint NOT NULL,
    PRIMARY KEY (federation, command_id)
);

-- Keys are unique over the whole database; the federation is only an attribute (protocols §3).
CREATE TABLE claim (
    key text PRIMARY KEY,
    federation smallint NOT NULL,
    stream_id uuid NOT NULL
);

CREATE TABLE quota (
    key text PRIMARY KEY,
    federation smallint NOT NULL,  -- that first drew on it
    sum_fen bigint NOT NULL
);

-- Where a consumer stands in a source's log (protocols §4, §5).
CREATE TABLE cursor (
    consumer text NOT NULL,
    source text NOT NULL,
    federation smallint NOT NULL,
    incarnation smallint NOT NULL DEFAULT 1,
    log_offset bigint NOT NULL DEFAULT 0,
    record_digest bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    epoch bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (consumer, source, federation)
) WITH (fillfactor = 50);

-- Records that a consumer could not apply; `resolution` says how a parking ended.
CREATE TABLE parked (
    consumer text NOT NULL,
    source text NOT NULL,
    federation smallint NOT NULL,
    log_offset bigint NOT NULL,
    stream_id uuid NOT NULL,
    reason text NOT NULL,
    resolution text,
    PRIMARY KEY (consumer, source, federation, log_offset)
);

-- What falls due on a business date: written like any projection.
CREATE TABLE timer (
    federation smallint NOT NULL,
    stream_id uuid NOT NULL,
    key text NOT NULL,
    due date NOT NULL,
    aggregate text NOT NULL,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, stream_id, key)
);
CREATE INDEX timer_due ON timer (due, stream_id, key);

-- At most one row: the service's business date (protocols §6).
CREATE TABLE business_date (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    day date NOT NULL
);

SELECT haven_protect('timer'), haven_protect('event'), haven_protect('parked');
-- Events and replies are facts: whoever writes them may not change them.
REVOKE UPDATE, DELETE, TRUNCATE ON event FROM haven_writer;
GRANT SELECT, INSERT ON command TO haven_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON claim, quota, cursor, business_date TO haven_writer;
GRANT SELECT, UPDATE ON log_head TO haven_writer;
GRANT SELECT ON federation TO haven_writer;
GRANT SELECT ON federation, log_head, cursor, business_date TO haven_reader;
