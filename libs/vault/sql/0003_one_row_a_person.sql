-- All that the vault knows of a person is one row, and to forget is to delete it: key, identity and
-- what the name is found by (ADR 26). A search token is a bigint: the first eight bytes of SHA-256
-- over the federation and the keyed hash of the word, so that a federation's tokens say nothing
-- about another's.
ALTER TABLE person
    ADD COLUMN id_type smallint,
    ADD COLUMN number_hash bytea,
    ADD COLUMN name_tokens bigint[] NOT NULL DEFAULT '{}';

UPDATE person p SET id_type = i.id_type, number_hash = i.number_hash
FROM identity i WHERE i.person_id = p.person_id;

UPDATE person p SET name_tokens = n.tokens
FROM (SELECT person_id, array_agg(DISTINCT ('x' || encode(substr(
          sha256(int2send(federation) || token), 1, 8), 'hex'))::bit(64)::bigint) AS tokens
      FROM name_token GROUP BY person_id) n
WHERE n.person_id = p.person_id;

-- A vault that gave one person two numbers would lose one of them here.
DO $$ BEGIN
    IF (SELECT count(*) FROM identity) <> (SELECT count(number_hash) FROM person) THEN
        RAISE EXCEPTION 'a person has two identities';
    END IF;
END $$;

CREATE UNIQUE INDEX person_identity ON person (id_type, number_hash);
-- What is new waits in the index's list; a search reads that too, so it is kept short.
CREATE INDEX person_name ON person USING gin (name_tokens) WITH (gin_pending_list_limit = 1024);

-- A vault of the version before fails here rather than make people whom nobody finds again.
DROP TABLE identity, name_token;

GRANT UPDATE (name_tokens) ON person TO haven_vault;
