-- The register of claims that are unique over several databases of one service (protocols §7,
-- docs/adr/0022). Run once, as the owner of the service's first database. Who holds a claim is what
-- the log of the holder's federation says; a row here says only where to ask.

CREATE TABLE registered_claim (
    key text PRIMARY KEY,
    federation smallint NOT NULL,
    stream_id uuid NOT NULL,
    -- While not confirmed: the command that takes the claim, and may not be in its log yet or never.
    command_id uuid,
    confirmed boolean NOT NULL,
    -- The stream has had it before the command that takes it again.
    had_it boolean NOT NULL DEFAULT false,
    -- How often that command has been announced.
    tries integer NOT NULL DEFAULT 1,
    -- Rises with each announcement: who is late changes nothing any more.
    grant_no bigint NOT NULL,
    announced_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE SEQUENCE registered_claim_grant;

GRANT SELECT, INSERT, UPDATE, DELETE ON registered_claim TO haven_writer;
GRANT USAGE ON SEQUENCE registered_claim_grant TO haven_writer;
