-- Projection tables of the registry (services/registry/tables.hpp). Enumerators are the numbers of
-- haven.registry.v1; personal fields are ciphertext.

-- One row a file, as lists and the file's page show it.
CREATE TABLE household (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    union_node text,
    division text,
    residence bigint,
    state bigint,
    hardship_class bigint,
    tier bigint,
    round bigint,
    origin bigint,
    primary_cause bigint,
    causes text,
    head_person uuid,
    head_name bytea,
    member_count bigint,
    applied_on date,
    enrolled_on date,
    closed_on date,
    exit_kind bigint,
    review_valid_until date,
    employer_uscc text,
    version bigint,
    notice_last_day date,
    open_objections text,
    check_request uuid,
    check_state bigint,
    file_no text,
    payee_person uuid,
    payee_last4 text,
    payee_bank text,
    proposed_payee uuid,
    proposed_last4 text,
    programmes text,
    aid_paid_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);
SELECT haven_protect('household');

-- Members of every file; personal fields are ciphertext.
CREATE TABLE household_member (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    seq bigint NOT NULL,
    person_id uuid,
    relation bigint,
    name bytea,
    id_number bytea,
    sex bigint,
    birth_date date,
    phone bytea,
    address bytea,
    work bigint,
    health bigint,
    schooling bigint,
    yearly_income_fen bigint,
    authorised boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, seq)
);
SELECT haven_protect('household_member');

-- One row for each time a file was open: figures as of a day are counted here.
CREATE TABLE file_period (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    exit_kind bigint,
    round bigint,
    tier bigint,
    origin bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, opened_on)
);
SELECT haven_protect('file_period');

-- Files that joined a programme.
CREATE TABLE programme_member (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    programme text NOT NULL,
    beneficiary uuid,
    enterprise_uscc text,
    enrolled_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, programme)
);
SELECT haven_protect('programme_member');

-- Measures of help plans.
CREATE TABLE plan_measure (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    measure_id text NOT NULL,
    year bigint,
    adopted_on date,
    item bigint,
    programme text,
    beneficiary uuid,
    annual_fen bigint,
    fund_line uuid,
    fund_federation bigint,
    instalments text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, measure_id)
);
SELECT haven_protect('plan_measure');

-- Why a class was given or not: the comparison of each decision.
CREATE TABLE class_decision (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    version bigint NOT NULL,
    type text,
    decided_on date,
    hardship_class bigint,
    reason text,
    rule_set_id text,
    line_id text,
    line_monthly_fen bigint,
    line_is_placeholder boolean,
    income_fen bigint,
    rigid_fen bigint,
    net_fen bigint,
    member_count bigint,
    line_year_fen bigint,
    multiple_permille bigint,
    relation_sign text,
    accident_cost_fen bigint,
    savings_fen bigint,
    months_below_line bigint,
    relief_received boolean,
    self_paid_medical_fen bigint,
    temporary_hardship boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, version)
);
SELECT haven_protect('class_decision');

-- One row an event of a file.
CREATE TABLE timeline (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    version bigint NOT NULL,
    type text,
    on_date date,
    actor uuid,
    amount_fen bigint,
    detail text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id, version)
);
SELECT haven_protect('timeline');

-- Notices that are posted; a row goes when the notice is taken down.
CREATE TABLE notice (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    subject text,
    row_person uuid,
    row_cipher bytea,
    first_day date,
    last_day date,
    place text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);
SELECT haven_protect('notice');

-- Requests to civil affairs; state 0 = awaited.
CREATE TABLE means_check (
    federation smallint NOT NULL,
    request_id uuid NOT NULL,
    household_id uuid,
    requested_on date,
    state bigint,
    answered_on date,
    error text,
    division text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, request_id)
);
SELECT haven_protect('means_check');

-- What is to be done at a file: at most one thing.
CREATE TABLE work_item (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    task text,
    due_on date,
    union_node text,
    head_person uuid,
    head_name bytea,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);
SELECT haven_protect('work_item');

-- What an import is compared with when it comes again.
CREATE TABLE imported_file (
    federation smallint NOT NULL,
    household_id uuid NOT NULL,
    file_no text,
    digests text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, household_id)
);
SELECT haven_protect('imported_file');

-- The union tree.
CREATE TABLE union_node (
    federation smallint NOT NULL,
    code text NOT NULL,
    name text,
    parent_code text,
    owner_federation bigint,
    kind bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, code)
);
SELECT haven_protect('union_node', reference := true);

-- Staff with their public keys.
CREATE TABLE staff (
    federation smallint NOT NULL,
    staff_id uuid NOT NULL,
    login text,
    display_name text,
    owner_federation bigint,
    union_node text,
    roles text,
    public_key bytea,
    has_left boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, staff_id)
);
SELECT haven_protect('staff', reference := true);

-- Enterprises and the programmes that list them.
CREATE TABLE enterprise (
    federation smallint NOT NULL,
    uscc text NOT NULL,
    name text,
    owner_federation bigint,
    union_node text,
    division text,
    city_owned boolean,
    distressed_from date,
    programmes text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, uscc)
);
SELECT haven_protect('enterprise', reference := true);

-- Dibao lines.
CREATE TABLE dibao_line (
    federation smallint NOT NULL,
    line_id text NOT NULL,
    division text,
    residence bigint,
    monthly_fen bigint,
    effective_from date,
    source text,
    placeholder boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, line_id)
);
SELECT haven_protect('dibao_line', reference := true);

-- Rule sets; content is the stored RuleSetAdded.
CREATE TABLE rule_set (
    federation smallint NOT NULL,
    rule_set_id text NOT NULL,
    effective_from date,
    content bytea,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, rule_set_id)
);
SELECT haven_protect('rule_set', reference := true);

-- Who is in which file, and what is to be done.
CREATE INDEX household_member_person ON household_member (person_id);
CREATE INDEX household_state ON household (federation, state);
CREATE INDEX work_item_due ON work_item (due_on, household_id);
CREATE INDEX means_check_awaited ON means_check (request_id) WHERE state = 0;
CREATE UNIQUE INDEX staff_login ON staff (login);
