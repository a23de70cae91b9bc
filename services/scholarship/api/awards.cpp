// ScholarshipService: awards, year by year.
#include "services/scholarship/api/intake.hpp"
#include "services/scholarship/api/scholarship_api.hpp"

namespace haven::scholarship {

Status ScholarshipApi::ChangeFunding(ServerContext* c, const pb::ChangeFundingRequest* q,
                                     pb::ChangeFundingResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        Funding funding;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            HAVEN_TRY(funding, asked_funding(read, q->fund_line(), q->pledge()));
        }
        return to_award(caller, *q, *r,
                        haven::scholarship::ChangeFunding{q->year(), funding, q->decision_no()});
    });
}

Status ScholarshipApi::ProposeRenewal(ServerContext* c, const pb::ProposeRenewalRequest* q,
                                      pb::ProposeRenewalResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        Funding funding;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            HAVEN_TRY(funding, asked_funding(read, q->fund_line(), q->pledge()));
        }
        return to_award(
            caller, *q, *r,
            haven::scholarship::ProposeRenewal{q->year(), static_cast<StudyStage>(q->stage()),
                                               funding, q->proof_no()});
    });
}

Status ScholarshipApi::ApproveRenewal(ServerContext* c, const pb::ApproveRenewalRequest* q,
                                      pb::ApproveRenewalResponse* r) {
    return on_award(c, *q, *r, haven::scholarship::ApproveRenewal{q->year()});
}

Status ScholarshipApi::RejectRenewal(ServerContext* c, const pb::RejectRenewalRequest* q,
                                     pb::RejectRenewalResponse* r) {
    return on_award(c, *q, *r, haven::scholarship::RejectRenewal{q->year()});
}

Status ScholarshipApi::DeferAward(ServerContext* c, const pb::DeferAwardRequest* q,
                                  pb::DeferAwardResponse* r) {
    return on_award(c, *q, *r, haven::scholarship::DeferAward{q->year(), q->until()});
}

Status ScholarshipApi::RecordRepeatedYear(ServerContext* c, const pb::RecordRepeatedYearRequest* q,
                                          pb::RecordRepeatedYearResponse* r) {
    return on_award(c, *q, *r, haven::scholarship::RecordRepeatedYear{q->year()});
}

Status ScholarshipApi::RevokeAward(ServerContext* c, const pb::RevokeAwardRequest* q,
                                   pb::RevokeAwardResponse* r) {
    return on_award(c, *q, *r,
                    haven::scholarship::RevokeAward{static_cast<RevocationReason>(q->reason()),
                                                    q->decision_no()});
}

Status ScholarshipApi::ProposeAwardPayee(ServerContext* c, const pb::ProposeAwardPayeeRequest* q,
                                         pb::ProposeAwardPayeeResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const AwardRow award, find_award(caller, q->award()));
        HAVEN_CHECKED(takes_part(caller));
        ScholarshipApplied applied;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            applied =
                stored<Application, ApplicationCodec>(read, award.application.uuid).state.applied;
        }
        HAVEN_TRY(Payee payee, take_in_payee(context_, command_id, *q, applied));
        const std::string hashed =
            AwardCodec::encode(Award::Event{AwardPayeeProposed{payee, caller.staff}}).payload +
            award.id.to_string();
        return to(caller, *q, {*context_.aggregates.award, award.federation, award.id.uuid},
                  Award::Command{haven::scholarship::ProposeAwardPayee{std::move(payee)}}, *r,
                  hashed);
    });
}

Status ScholarshipApi::ConfirmAwardPayee(ServerContext* c, const pb::ConfirmAwardPayeeRequest* q,
                                         pb::ConfirmAwardPayeeResponse* r) {
    return on_award(c, *q, *r, haven::scholarship::ConfirmAwardPayee{q->last4()});
}

Status ScholarshipApi::GetAward(ServerContext* c, const pb::GetAwardRequest* q,
                                pb::GetAwardResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const AwardRow award, find_award(caller, q->award()));
        write(award, *r->mutable_award());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status ScholarshipApi::ListAwards(ServerContext* c, const pb::ListAwardsRequest* q,
                                  pb::ListAwardsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "awards|" + q->scheme() + '|' + std::to_string(q->state());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        HAVEN_TRY(const SchemeId scheme, asked_scheme(queries, q->scheme()));
        auto rows = queries.awards(scheme, static_cast<AwardYearState>(q->state()),
                                   page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().award_no}, filter));
        }
        for (const AwardRow& row : rows) write(row, *r->add_awards());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Result<AwardRow> ScholarshipApi::find_award(const Caller& caller, const std::string& id_or_number) {
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto award = Queries(read).award(id_or_number);
    if (!award) return missing("AWARD_MISSING", "award");
    return *award;
}

}  // namespace haven::scholarship
