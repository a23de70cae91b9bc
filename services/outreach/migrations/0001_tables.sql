-- The read side of outreach. Everything here is a function of the log: see projection/tables.cpp.

CREATE TABLE campaign (
    federation smallint NOT NULL,
    campaign_id uuid NOT NULL,
    code text,
    kind bigint,
    season bigint,
    level bigint,
    first_day date,
    last_day date,
    per_time_fen bigint,
    per_season_fen bigint,
    budget_fen bigint,
    closed boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, campaign_id)
);

CREATE TABLE campaign_budget (
    federation smallint NOT NULL,
    campaign_id uuid NOT NULL,
    fund_line_id uuid NOT NULL,
    budget_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, campaign_id, fund_line_id)
);

CREATE TABLE visit_group (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    group_no text,
    campaign_id uuid,
    kind bigint,
    season bigint,
    level bigint,
    leader_id uuid,
    stops bigint,
    listed bigint,
    settled boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id)
);

CREATE TABLE group_stop (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    position bigint NOT NULL,
    enterprise text,
    union_node text,
    planned_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id, position)
);

CREATE TABLE recipient (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL,
    campaign_id uuid,
    kind bigint,
    enterprise text,
    plan_fen bigint,
    fund_line_id uuid,
    state bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id, person_id)
);

CREATE TABLE delivery (
    federation smallint NOT NULL,
    delivery_id uuid NOT NULL,
    group_id uuid,
    campaign_id uuid,
    campaign_kind bigint,
    season bigint,
    level bigint,
    person_id uuid,
    kind bigint,
    enterprise text,
    people bigint,
    cash_fen bigint,
    fund_line_id uuid,
    receipt_no text,
    witness_id uuid,
    delivered_on date,
    off_list_reason text,
    recalled boolean,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, delivery_id)
);

CREATE TABLE failed_visit (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL,
    visited_on date NOT NULL,
    reason bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id, person_id, visited_on)
);

CREATE TABLE group_cash (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    fund_line_id uuid NOT NULL,
    campaign_id uuid,
    drawn_fen bigint,
    handed_fen bigint,
    given_back_fen bigint,
    balance_fen bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id, fund_line_id)
);

CREATE TABLE group_goods (
    federation smallint NOT NULL,
    group_id uuid NOT NULL,
    goods text NOT NULL,
    taken bigint,
    handed bigint,
    given_back bigint,
    lost bigint,
    balance bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, group_id, goods)
);

CREATE TABLE referral (
    federation smallint NOT NULL,
    referral_id uuid NOT NULL,
    group_id uuid,
    person_id uuid,
    to_federation bigint,
    union_node text,
    signs bigint,
    seen_on date,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, referral_id)
);

CREATE TABLE stock (
    federation smallint NOT NULL,
    stock_id uuid NOT NULL,
    code text,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, stock_id)
);

CREATE TABLE stock_goods (
    federation smallint NOT NULL,
    stock_id uuid NOT NULL,
    goods text NOT NULL,
    in_store bigint,
    with_groups bigint,
    lost bigint,
    last_offset bigint NOT NULL,
    PRIMARY KEY (federation, stock_id, goods)
);

CREATE INDEX ON campaign (code);
CREATE INDEX ON visit_group (federation, campaign_id, group_no);
CREATE INDEX ON visit_group (group_no);
CREATE INDEX ON recipient (federation, person_id);
CREATE INDEX ON delivery (federation, campaign_id, person_id);
CREATE INDEX ON delivery (federation, group_id, delivered_on, receipt_no);
CREATE INDEX ON delivery (federation, person_id);
CREATE INDEX ON stock (code);

SELECT haven_protect('campaign'),
       haven_protect('campaign_budget'),
       haven_protect('visit_group'),
       haven_protect('group_stop'),
       haven_protect('recipient'),
       haven_protect('delivery'),
       haven_protect('failed_visit'),
       haven_protect('group_cash'),
       haven_protect('group_goods'),
       haven_protect('referral'),
       haven_protect('stock'),
       haven_protect('stock_goods');
