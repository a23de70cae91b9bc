// ScholarshipService: award rolls.
#include "services/scholarship/api/scholarship_api.hpp"

namespace haven::scholarship {
namespace {

Result<RollHash> asked_hash(const std::string& hex) {
    const auto bytes = crypto::from_hex(hex);
    if (!bytes || bytes->size() != RollHash{}.size()) {
        return invalid("INVALID_HASH", "hash", "64 hexadecimal digits");
    }
    return hash_value(*bytes);
}

// Finance checks the sums of a roll and has no need of the names.
Result<void> check_may_open(const Caller& caller, const std::string& purpose) {
    HAVEN_CHECKED(check_purpose(purpose));
    const auto has = [&](access::Role role) { return caller.has(role); };
    using enum access::Role;
    if (purpose.empty() || has(Caseworker) || has(Approver) || has(Auditor)) return {};
    return failure(ErrorKind::Denied, "ROLE_MISSING", "none of the caller's roles opens names");
}

}  // namespace

Status ScholarshipApi::SealRoll(ServerContext* c, const pb::SealRollRequest* q,
                                pb::SealRollResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_number_word(q->roll_no(), "roll_no"));
        haven::scholarship::SealRoll command;
        FederationNo payer;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            HAVEN_TRY(const KnownScheme scheme, known_scheme(read, q->scheme()));
            HAVEN_TRY(command.rows, rows_of(read, *q, scheme));
            payer = scheme.federation;
            command.roll = {.roll_no = q->roll_no(),
                            .scheme = scheme.terms.scheme,
                            .kind = scheme.terms.kind,
                            .year = scheme.terms.year,
                            .counts_as_hardship_aid = scheme.terms.counts_as_hardship_aid,
                            .renewable = scheme.terms.renewable};
        }
        const RollId id{crypto::uuid_of_code("roll", q->roll_no())};
        r->set_roll_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.roll, payer, id.uuid},
                  AwardRoll::Command{std::move(command)}, *r);
    });
}

// Each row as its application stands now; the application itself says whether it may stay.
Result<std::vector<RollRow>> ScholarshipApi::rows_of(access::ScopedRead& read,
                                                     const pb::SealRollRequest& q,
                                                     const KnownScheme& scheme) {
    HAVEN_TRY(const Funding funding, asked_funding(read, q.fund_line(), q.pledge()));
    std::vector<Uuid> streams;
    for (const auto& entry : q.entries()) {
        HAVEN_TRY(const Uuid id, asked_uuid(entry.application_id(), "entries.application_id"));
        streams.push_back(id);
    }
    const auto found = stored<Application, ApplicationCodec>(read, streams);
    std::vector<RollRow> rows;
    for (int i = 0; i < q.entries_size(); ++i) {
        const Uuid& id = streams[static_cast<std::size_t>(i)];
        const auto one = found.find(id);
        if (one == found.end() || one->second.federation != scheme.federation) {
            return missing("APPLICATION_MISSING", "application");
        }
        const Application::State& state = one->second.state;
        if (state.applied.scheme != scheme.terms.scheme) {
            return refused("SCHEME_DIFFERS", "an application is of another scheme");
        }
        const StudentNominated nomination = state.nomination.value_or(StudentNominated{});
        rows.push_back({.application = ApplicationId{id},
                        .award = AwardId{crypto::derive_uuid(id, "award")},
                        .student = state.applied.student,
                        .stage = state.applied.stage,
                        .tier = nomination.tier,
                        .amount = nomination.amount,
                        .payee = state.applied.payee,
                        .funding = funding,
                        .graduates = q.entries(i).graduates(),
                        .sponsor_may_know = state.applied.sponsor_may_know,
                        .surveyor = state.surveyor,
                        .checker = state.checker,
                        .nominator = nomination.nominator,
                        .parent = state.applied.parent});
    }
    return rows;
}

Status ScholarshipApi::StrikeRow(ServerContext* c, const pb::StrikeRowRequest* q,
                                 pb::StrikeRowResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid application, asked_uuid(q->application_id(), "application_id"));
        HAVEN_TRY(const RollHead roll, find_roll(caller, q->roll()));
        return to(caller, *q, {*context_.aggregates.roll, roll.federation, roll.id.uuid},
                  AwardRoll::Command{
                      haven::scholarship::StrikeRow{ApplicationId{application}, q->reason()}},
                  *r);
    });
}

Status ScholarshipApi::ApproveRoll(ServerContext* c, const pb::ApproveRollRequest* q,
                                   pb::ApproveRollResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const RollHash hash, asked_hash(q->hash()));
        HAVEN_TRY(const RollHead roll, find_roll(caller, q->roll()));
        return to(caller, *q, {*context_.aggregates.roll, roll.federation, roll.id.uuid},
                  AwardRoll::Command{haven::scholarship::ApproveRoll{q->minutes_no(), hash}}, *r);
    });
}

Status ScholarshipApi::RecordCeremony(ServerContext* c, const pb::RecordCeremonyRequest* q,
                                      pb::RecordCeremonyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Date held_on, asked_date(q->held_on(), "held_on"));
        HAVEN_TRY(const RollHead roll, find_roll(caller, q->roll()));
        return to(caller, *q, {*context_.aggregates.roll, roll.federation, roll.id.uuid},
                  AwardRoll::Command{
                      haven::scholarship::RecordCeremony{held_on, q->place(), q->present()}},
                  *r);
    });
}

Status ScholarshipApi::GetRoll(ServerContext* c, const pb::GetRollRequest* q,
                               pb::GetRollResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_may_open(caller, q->purpose()));
        HAVEN_TRY(const RollHead roll, find_roll(caller, q->roll()));
        write(roll, *r->mutable_roll());
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto lines = Queries(read).roll_lines(roll.id);
        for (const RollLine& line : lines) {
            pb::RollRowView& row = *r->add_rows();
            write(line, row);
            row.set_award_no(roll.roll_no + '/' + std::to_string(line.position));
        }
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        HAVEN_TRY(const auto names,
                  open_fields(context_, caller, q->purpose(), "award-roll/" + roll.id.to_string(),
                              sealed_names(read, lines)));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            r->mutable_rows(static_cast<int>(i))->set_student_name(names[i]);
        }
        return {};
    });
}

// As their applications have them, in the order of the rows.
std::vector<vault::Cipher> ScholarshipApi::sealed_names(access::ScopedRead& read,
                                                        std::span<const RollLine> lines) {
    std::vector<Uuid> streams;
    for (const RollLine& line : lines) streams.push_back(line.application.uuid);
    const auto applications = stored<Application, ApplicationCodec>(read, streams);
    std::vector<vault::Cipher> names;
    for (const RollLine& line : lines) {
        const Sealed& name = applications.at(line.application.uuid).state.applied.student_name;
        names.push_back({name.person, "name", name.cipher});
    }
    return names;
}

Status ScholarshipApi::ListRolls(ServerContext* c, const pb::ListRollsRequest* q,
                                 pb::ListRollsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "rolls|" + q->scheme();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        HAVEN_TRY(const SchemeId scheme, asked_scheme(queries, q->scheme()));
        auto rows = queries.rolls(scheme, page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().roll_no}, filter));
        }
        for (const RollHead& row : rows) write(row, *r->add_rolls());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Result<RollHead> ScholarshipApi::find_roll(const Caller& caller, const std::string& id_or_number) {
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto roll = Queries(read).roll(id_or_number);
    if (!roll) return missing("ROLL_MISSING", "roll");
    return *roll;
}

}  // namespace haven::scholarship
