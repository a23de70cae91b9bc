-- How far the vault has read the logs that list destroyed keys (protocols §9). The row is written
-- in the transaction that destroys, and comes back with a backup: a restored vault reads on from
-- there and destroys again what was destroyed since.
CREATE TABLE list_cursor (
    source        text NOT NULL,
    federation    smallint NOT NULL,
    incarnation   smallint NOT NULL,
    log_offset    bigint NOT NULL,
    record_digest bytea NOT NULL,
    PRIMARY KEY (source, federation)
);
GRANT SELECT, INSERT, UPDATE ON list_cursor TO haven_vault;
