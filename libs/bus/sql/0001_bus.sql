-- What several processes of one service share beside its log: who may do what only one may do, and how
-- far the log has been copied to Kafka. Run once, as the owner of the database.

-- `epoch` rises with each new owner; times are those of this server's clock.
CREATE TABLE lease (
    kind text NOT NULL,
    key smallint NOT NULL,
    owner text NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    held_until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (kind, key)
);

-- Who wants leases of a kind: each may have its share of them.
CREATE TABLE lease_member (
    kind text NOT NULL,
    owner text NOT NULL,
    here_until timestamptz NOT NULL,
    PRIMARY KEY (kind, owner)
);

-- Up to which record of a federation Kafka has acknowledged all, and where that record lies there.
-- Moved under the epoch of the relay's lease only.
CREATE TABLE relay_cursor (
    federation smallint PRIMARY KEY,
    epoch bigint NOT NULL DEFAULT 0,
    log_offset bigint NOT NULL DEFAULT 0,
    kafka_offset bigint NOT NULL DEFAULT -1
);

GRANT SELECT, INSERT, UPDATE, DELETE ON lease, lease_member, relay_cursor TO haven_writer;
