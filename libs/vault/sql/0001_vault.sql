-- The vault's tables (protocols §9). Nothing here is plaintext: numbers and names are keyed hashes,
-- keys are wrapped by the key-encryption key, which is a file and not in any database.

-- Keys of the vault itself, wrapped: 'index' makes the hashes below.
CREATE TABLE secret (
    name    text PRIMARY KEY,
    wrapped bytea NOT NULL
);

CREATE TABLE person (
    person_id   uuid PRIMARY KEY,
    wrapped_key bytea NOT NULL
);

-- Who has which number. Removing the row forgets the link.
CREATE TABLE identity (
    id_type     smallint NOT NULL,
    number_hash bytea NOT NULL,
    person_id   uuid NOT NULL,
    PRIMARY KEY (id_type, number_hash)
);
CREATE INDEX identity_person ON identity (person_id);

CREATE TABLE name_token (
    token      bytea NOT NULL,
    federation smallint NOT NULL,
    person_id  uuid NOT NULL,
    PRIMARY KEY (token, federation, person_id)
);
CREATE INDEX name_token_person ON name_token (person_id);

-- Whose key is gone for ever. A person in here is never made again.
CREATE TABLE destroyed (
    person_id    uuid PRIMARY KEY,
    destroyed_at timestamptz NOT NULL
);

-- Who opened what, why and for what; written before the answer leaves (I36).
CREATE TABLE opening (
    opening_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor      uuid,
    service    text NOT NULL,
    kind       text NOT NULL,
    purpose    text NOT NULL,
    subject    text NOT NULL,
    person_id  uuid,
    field      text NOT NULL
);
CREATE INDEX opening_person ON opening (person_id, opening_id) WHERE person_id IS NOT NULL;

-- The role haven_vault may add to the record of openings and never change it.
GRANT SELECT, INSERT ON secret, person, identity, name_token, destroyed, opening TO haven_vault;
GRANT DELETE ON person, identity, name_token TO haven_vault;
-- Locking a person's row against its destruction (FOR KEY SHARE) asks for the right to update.
GRANT UPDATE (person_id) ON person TO haven_vault;
