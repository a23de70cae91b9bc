// A file over gRPC past the means check: notice, objection, meeting, plan, review, exit, follow-up
// and relapse. In front of each step stands what is refused there: with reason and field, and
// nothing stored.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "libs/exchange/folder.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/rows.hpp"
#include "libs/rpc/handler.hpp"
#include "tests/suite/line.hpp"

#include "haven/registry/v1/registry_service.pb.h"

namespace haven::spec {
namespace {

namespace pb = haven::registry::v1;
using access::Role;
using ::testing::Contains;

constexpr const char* kCard = "9999990000000000014";
const std::string kFiles = "haven.registry.v1.RegistryService.";
const std::string kQueries = "haven.registry.v1.RegistryQueryService.";

class RegistryLife : public ::testing::Test {
  protected:
    template <class Response>
    Result<Response> ask(const std::string& method, const google::protobuf::Message& request,
                         Role role = Role::Caseworker, FederationNo home = kCounty) {
        const auto* found =
            google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
        HAVEN_CHECK(found != nullptr);
        Suite& suite = line_.suite();
        const RawAnswer answer = suite.call(*found, request, suite.token(role, home));
        if (!answer.status.ok()) return std::unexpected(rpc::to_error(answer.status));
        Response response;
        HAVEN_CHECK(response.ParseFromString(answer.bytes));
        return response;
    }
    // The answer of a command that has to be accepted.
    template <class Response, class Request>
    Response done(const std::string& name, const Request& request, Role role = Role::Caseworker) {
        auto answer = ask<Response>(kFiles + name, request, role);
        if (!answer) {
            throw std::runtime_error(name + ": " + answer.error().reason + " " +
                                     answer.error().message);
        }
        return *std::move(answer);
    }

    // A request about the file, with an id of its own.
    template <class Request>
    Request about(const std::string& household) {
        Request request;
        request.set_command_id(Suite::new_id());
        request.set_household_id(household);
        return request;
    }

    std::int64_t events() {
        postgres::Connection db(line_.suite().conninfo("registry"));
        return db.query("SELECT count(*) FROM event")[0].int64(0);
    }

    // `good` spoiled is refused for `reason`, names `field` where there is one, and stores nothing.
    template <class Response, class Request>
    void refuses(const std::string& name, Request good, const std::function<void(Request&)>& spoil,
                 const std::string& reason, const std::string& field = "",
                 Role role = Role::Caseworker) {
        const std::int64_t before = events();
        good.set_command_id(Suite::new_id());
        spoil(good);
        const auto answer = ask<Response>(kFiles + name, good, role);
        ASSERT_FALSE(answer) << name << " should say " << reason;
        EXPECT_EQ(answer.error().reason, reason) << name << ": " << answer.error().message;
        std::vector<std::string> fields;
        for (const FieldViolation& one : answer.error().fields) fields.push_back(one.field);
        if (!field.empty()) {
            EXPECT_THAT(fields, Contains(field)) << name << " " << reason;
        }
        EXPECT_EQ(events(), before) << name << " " << reason << " left something";
    }

    // What the meeting says of its one row.
    std::string row_of(const pb::RecordMeetingRequest& request) {
        const auto answer =
            done<pb::RecordMeetingResponse>("RecordMeeting", request, Role::Approver);
        const auto& row = answer.rows(0);
        return row.result() + (row.reason().empty() ? "" : " " + row.reason());
    }
    pb::Meeting minutes() {
        pb::Meeting meeting;
        meeting.set_minutes_no("WB-7");
        meeting.set_held_on(line_.suite().today().to_string());
        for (const Role role : {Role::Approver, Role::FinanceApprover, Role::Auditor}) {
            meeting.add_present(Suite::staff(role, kCounty).to_string());
        }
        return meeting;
    }
    pb::RecordMeetingRequest meeting(const std::string& household) {
        pb::RecordMeetingRequest request;
        request.set_command_id(Suite::new_id());
        *request.mutable_meeting() = minutes();
        request.add_rows()->set_household_id(household);
        return request;
    }
    static std::vector<std::string> two_people() {
        return {Suite::staff(Role::Caseworker, kCounty).to_string(),
                Suite::staff(Role::FinanceChecker, kCounty).to_string()};
    }

    void advance_past(const std::string& day) {
        line_.suite().advance(Date::parse(day).value().plus_days(1));
    }
    // Applied for, visited and checked.
    std::string checked() {
        const auto people = three_people(1, kCard);
        Family family;
        const std::string answer = line_.apply(kCounty, people, family);
        if (answer != "OK") throw std::runtime_error(answer);
        auto visit = about<pb::RecordHomeVisitRequest>(family.household_id);
        visit.set_kind(pb::VISIT_KIND_INVESTIGATE);
        for (const std::string& one : two_people()) visit.add_visitors(one);
        visit.set_finding(pb::VISIT_FINDING_AS_DECLARED);
        done<pb::RecordHomeVisitResponse>("RecordHomeVisit", visit);
        done<pb::RequestMeansCheckResponse>(
            "RequestMeansCheck", about<pb::RequestMeansCheckRequest>(family.household_id));
        line_.suite().settle();
        return family.household_id;
    }
    // How many files of this class a search finds.
    int found_in(pb::HardshipClass hardship_class) {
        pb::FindHouseholdsRequest request;
        request.set_federation(kCounty.value);
        request.set_hardship_class(hardship_class);
        return ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", request)
            .value()
            .households_size();
    }
    std::vector<std::string> timeline(const std::string& household) {
        pb::GetTimelineRequest request;
        request.set_household_id(household);
        request.set_page_size(500);
        const auto page = ask<pb::GetTimelineResponse>(kQueries + "GetTimeline", request);
        std::vector<std::string> types;
        for (const auto& entry : page.value().entries()) types.push_back(entry.type());
        return types;
    }
    std::int64_t figure(const std::string& id) {
        const auto figures = ask<pb::GetFiguresResponse>(kQueries + "GetFigures",
                                                         pb::GetFiguresRequest(), Role::Auditor);
        for (const auto& one : figures->figures()) {
            if (one.id() == id) return one.value();
        }
        return -1;
    }

    void assess_with_bad_figures_first(const std::string& id);
    void post_and_repeat_the_notice(const std::string& id, std::string& last_day);
    std::string object(const std::string& id);
    void refuse_bad_meetings(const std::string& id);
    void plan(const std::string& id);
    void review(const std::string& id);
    void leave(const std::string& id);
    void fall_back(const std::string& id);

    Line line_;
};

void RegistryLife::assess_with_bad_figures_first(const std::string& id) {
    using Request = pb::AssessHouseholdRequest;
    using Response = pb::AssessHouseholdResponse;
    const auto good = about<Request>(id);
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<Response, Request>("AssessHousehold", good, spoil, reason, field);
    };
    bad([](auto& q) { q.set_household_id("x"); }, "INVALID_UUID", "household_id");
    bad([](auto& q) { q.set_household_id(Suite::new_id()); }, "OUTSIDE_SCOPE", "");
    bad([](auto& q) { q.set_savings_fen(-1); }, "INVALID_AMOUNT", "");
    bad([](auto& q) { q.add_waivers()->set_reason("ILLNESS_TREATMENT"); }, "SIGN_MISSING",
        "waivers[0].sign");
    bad([](auto& q) { q.add_waivers()->set_reason("because"); }, "NOT_A_CODE", "waivers[0].reason");
    const auto answer = done<Response>("AssessHousehold", good);
    EXPECT_TRUE(answer.eligible());
    EXPECT_EQ(answer.hardship_class(), pb::HARDSHIP_CLASS_DEEP);
}

void RegistryLife::post_and_repeat_the_notice(const std::string& id, std::string& last_day) {
    const auto request = about<pb::OpenNoticeRequest>(id);
    const auto posted = done<pb::OpenNoticeResponse>("OpenNotice", request);
    EXPECT_EQ(posted.first_day(), "2020-03-02");
    EXPECT_EQ(posted.last_day(), "2020-03-09") << "the posting day does not count";
    // I4: what hangs there says class and unit, and nothing that leads to anybody.
    const auto hangs =
        ask<pb::ListNoticesResponse>(kQueries + "ListNotices", pb::ListNoticesRequest());
    ASSERT_TRUE(hangs) << hangs.error().reason;
    ASSERT_EQ(hangs->notices_size(), 1);
    EXPECT_EQ(hangs->notices(0).masked_row(), "林*强 | DEEP | 610302");
    EXPECT_EQ(posted.masked_row(), hangs->notices(0).masked_row());
    refuses<pb::OpenNoticeResponse, pb::OpenNoticeRequest>(
        "OpenNotice", request, [](auto&) {}, "NO_NOTICE_DUE");
    // Repeated on a later day the command is still answered with its first day.
    line_.suite().advance(Date::of(2020, 3, 4));
    const auto again = done<pb::OpenNoticeResponse>("OpenNotice", request);
    EXPECT_EQ(again.SerializeAsString(), posted.SerializeAsString());
    last_day = posted.last_day();
}

std::string RegistryLife::object(const std::string& id) {
    using Request = pb::RaiseObjectionRequest;
    auto good = about<Request>(id);
    good.set_grounds("INCOME");
    good.set_anonymous(true);
    const auto bad = [&](auto spoil, const char* reason) {
        refuses<pb::RaiseObjectionResponse, Request>("RaiseObjection", good, spoil, reason,
                                                     "grounds");
    };
    bad([](auto& q) { q.clear_grounds(); }, "INVALID_GROUNDS");
    bad([](auto& q) { q.set_grounds("DISLIKE"); }, "INVALID_GROUNDS");
    bad([](auto& q) { q.set_grounds("他家有车"); }, "NOT_A_CODE");
    return done<pb::RaiseObjectionResponse>("RaiseObjection", good).objection_id();
}

void RegistryLife::refuse_bad_meetings(const std::string& id) {
    using Request = pb::RecordMeetingRequest;
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::RecordMeetingResponse, Request>("RecordMeeting", meeting(id), spoil, reason,
                                                    field, Role::Approver);
    };
    bad([](auto& q) { q.clear_rows(); }, "INVALID_ROWS", "rows");
    bad([&](auto& q) { q.add_rows()->set_household_id(id); }, "INVALID_ROWS",
        "rows[1].household_id");
    bad([](auto& q) { q.mutable_meeting()->set_held_on("2020-02-30"); }, "INVALID_DATE",
        "meeting.held_on");
    bad([](auto& q) { q.mutable_meeting()->set_present(1, "nobody"); }, "STAFF_NOT_FOUND",
        "meeting.present");
    // What only a file can judge is said by row, and the file stays as it was.
    const auto row = [&](const std::function<void(Request&)>& spoil) {
        auto request = meeting(id);
        spoil(request);
        return row_of(request);
    };
    const auto before = timeline(id);
    EXPECT_EQ(row([](auto& q) { q.mutable_meeting()->clear_minutes_no(); }),
              "REFUSED MINUTES_MISSING");
    EXPECT_EQ(row([](auto& q) { q.mutable_meeting()->mutable_present()->RemoveLast(); }),
              "REFUSED MEETING_TOO_SMALL");
    EXPECT_EQ(row([](auto& q) { q.mutable_meeting()->set_present(1, two_people()[0]); }),
              "REFUSED INVESTIGATOR_APPROVES");
    EXPECT_EQ(row([](auto& q) { q.mutable_meeting()->set_held_on("2099-01-04"); }),
              "REFUSED INVALID_DATE");
    EXPECT_EQ(row([](auto& q) { q.mutable_rows(0)->set_struck(true); }), "REFUSED REASON_MISSING");
    EXPECT_EQ(row([](auto& q) { q.mutable_rows(0)->set_household_id(Suite::new_id()); }),
              "REFUSED OUTSIDE_SCOPE");
    EXPECT_EQ(timeline(id), before);
}

TEST_F(RegistryLife, FromTheAnswerOfCivilAffairsToTheMeeting) {
    const std::string id = checked();
    assess_with_bad_figures_first(id);
    std::string last_day;
    post_and_repeat_the_notice(id, last_day);
    const std::string objection = object(id);
    EXPECT_EQ(row_of(meeting(id)), "REFUSED OBJECTION_OPEN");
    auto resolve = about<pb::ResolveObjectionRequest>(id);
    resolve.set_objection_id(objection);
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::ResolveObjectionResponse, pb::ResolveObjectionRequest>(
            "ResolveObjection", resolve, spoil, reason, field);
    };
    bad([](auto& q) { q.set_objection_id("x"); }, "INVALID_UUID", "objection_id");
    bad([](auto& q) { q.set_objection_id(Suite::new_id()); }, "NO_SUCH_OBJECTION", "");
    done<pb::ResolveObjectionResponse>("ResolveObjection", resolve);
    EXPECT_EQ(row_of(meeting(id)), "REFUSED NOTICE_NOT_CLOSED");
    advance_past(last_day);
    refuse_bad_meetings(id);
    EXPECT_EQ(row_of(meeting(id)), "ENROLLED");
    EXPECT_EQ(row_of(meeting(id)), "REFUSED NOTHING_TO_DECIDE");
    EXPECT_EQ(ask<pb::ListNoticesResponse>(kQueries + "ListNotices", pb::ListNoticesRequest())
                  ->notices_size(),
              0);
    pb::FindHouseholdsRequest find;
    for (const auto& [wanted, files] :
         {std::pair(pb::HARDSHIP_CLASS_DEEP, 1), std::pair(pb::HARDSHIP_CLASS_RELATIVE, 0)}) {
        find.set_hardship_class(wanted);
        EXPECT_EQ(
            ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", find)->households_size(),
            files);
    }

    pb::ExplainClassRequest why;
    why.set_household_id(id);
    const auto told = ask<pb::ExplainClassResponse>(kQueries + "ExplainClass", why);
    ASSERT_TRUE(told) << told.error().reason;
    ASSERT_EQ(told->decisions_size(), 1);
    const auto& decision = told->decisions(0);
    EXPECT_EQ(decision.hardship_class(), pb::HARDSHIP_CLASS_DEEP);
    EXPECT_EQ(decision.comparison().rule_set_id(), "CN-UNION-2020");
    EXPECT_EQ(decision.comparison().net_fen(), 1'660'000);
    EXPECT_EQ(decision.comparison().member_count(), 3);
    EXPECT_EQ(decision.comparison().line_year_fen(), 2'160'000);
    EXPECT_EQ(decision.comparison().relation_sign(), "<");
}

TEST_F(RegistryLife, AStruckRowIsRejectedAndHoldsUpNobodyElse) {
    const Family struck = line_.post_notice(kCounty, three_people(1, kCard));
    const Family other = line_.take_on_file(kCounty, three_people(2, "9999990000000000022"));
    EXPECT_EQ(row_of([&] {
                  auto list = meeting(struck.household_id);
                  list.mutable_rows(0)->set_struck(true);
                  list.mutable_rows(0)->set_reason("INCOME_UNCLEAR");
                  return list;
              }()),
              "REJECTED");
    pb::GetHouseholdRequest show;
    show.set_household_id(struck.household_id);
    EXPECT_EQ(ask<pb::GetHouseholdResponse>(kQueries + "GetHousehold", show)
                  ->household()
                  .summary()
                  .state(),
              pb::HOUSEHOLD_STATE_REJECTED);
    EXPECT_THAT(timeline(other.household_id), Contains("HouseholdEnrolled"));
}

void RegistryLife::plan(const std::string& id) {
    using Request = pb::AdoptHelpPlanRequest;
    auto good = about<Request>(id);
    good.set_year(2020);
    auto& measure = *good.add_measures();
    measure.set_item(pb::AID_ITEM_LIVING);
    measure.set_annual_fen(300'000);
    measure.set_fund_line("county-2-2020");
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::AdoptHelpPlanResponse, Request>("AdoptHelpPlan", good, spoil, reason, field);
    };
    bad([](auto& q) { q.set_year(2019); }, "INVALID_YEAR", "year");
    bad([](auto& q) { q.clear_measures(); }, "INVALID_MEASURES", "measures");
    bad([](auto& q) { q.mutable_measures(0)->clear_item(); }, "ITEM_MISSING", "measures.item");
    bad([](auto& q) { q.mutable_measures(0)->set_annual_fen(0); }, "INVALID_AMOUNT",
        "measures.annual_fen");
    bad([](auto& q) { q.mutable_measures(0)->clear_fund_line(); }, "FUND_LINE_MISSING",
        "measures.fund_line");
    bad([](auto& q) { q.mutable_measures(0)->set_fund_federation(99); }, "FEDERATION_NOT_FOUND",
        "measures.fund_federation");
    bad([](auto& q) { q.mutable_measures(0)->set_fund_federation(65'538); }, "INVALID_FEDERATION",
        "measures[0].fund_federation");
    bad([](auto& q) { q.mutable_measures(0)->set_beneficiary_seq(9); }, "NO_SUCH_MEMBER",
        "measures.beneficiary_seq");
    bad([](auto& q) { q.mutable_measures(0)->set_annual_fen(720'001); }, "ABOVE_LIVING_CAP", "");
    bad([](auto& q) { q.mutable_measures(0)->set_programme("PILOT-2018"); }, "NOT_IN_PROGRAMME",
        "");
    done<pb::AdoptHelpPlanResponse>("AdoptHelpPlan", good);
}

void RegistryLife::review(const std::string& id) {
    using Request = pb::CompleteReviewRequest;
    auto good = about<Request>(id);
    good.set_outcome(pb::REVIEW_OUTCOME_CONTINUE);
    for (const std::string& one : two_people()) good.add_reviewers(one);
    auto& measure = *good.add_measures();
    measure.set_item(pb::AID_ITEM_LIVING);
    measure.set_annual_fen(300'000);
    measure.set_fund_line("county-2-2021");
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::CompleteReviewResponse, Request>("CompleteReview", good, spoil, reason, field);
    };
    bad([](auto&) {}, "REVIEW_TOO_EARLY", "");
    line_.suite().advance(Date::of(2020, 12, 14));
    bad([](auto& q) { q.clear_outcome(); }, "OUTCOME_MISSING", "outcome");
    bad([](auto& q) { q.set_reviewers(1, "nobody"); }, "STAFF_NOT_FOUND", "reviewers");
    bad([](auto& q) { q.mutable_reviewers()->RemoveLast(); }, "TWO_PEOPLE_NEEDED", "");
    bad([](auto& q) { q.set_outcome(pb::REVIEW_OUTCOME_ADJUST); }, "FIGURES_MISSING", "figures");
    bad([](auto& q) { q.mutable_measures(0)->clear_item(); }, "ITEM_MISSING", "measures.item");
    EXPECT_EQ(done<pb::CompleteReviewResponse>("CompleteReview", good).valid_until(), "2022-03-10");
}

void RegistryLife::leave(const std::string& id) {
    using Request = pb::ProposeExitRequest;
    auto good = about<Request>(id);
    good.set_kind(pb::EXIT_KIND_RESOLVED);
    good.set_origin("OWN_APPLICATION");
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::ProposeExitResponse, Request>("ProposeExit", good, spoil, reason, field);
    };
    bad([](auto& q) { q.clear_kind(); }, "INVALID_EXIT_KIND", "kind");
    bad([](auto& q) { q.set_kind(pb::EXIT_KIND_DIED); }, "INVALID_EXIT_KIND", "kind");
    bad([](auto& q) { q.set_origin("BY_ITSELF"); }, "INVALID_ORIGIN", "origin");
    done<pb::ProposeExitResponse>("ProposeExit", good);
    bad([](auto&) {}, "EXIT_PROPOSED", "");
    EXPECT_EQ(row_of(meeting(id)), "REFUSED NOTICE_NOT_CLOSED") << "an exit is posted too";
    const auto posted =
        done<pb::OpenNoticeResponse>("OpenNotice", about<pb::OpenNoticeRequest>(id));
    advance_past(posted.last_day());
    EXPECT_EQ(row_of(meeting(id)), "CLOSED");
    EXPECT_THAT(timeline(id), ::testing::IsSupersetOf({"HardshipResolved", "FileClosed"}));
}

void RegistryLife::fall_back(const std::string& id) {
    line_.suite().advance(line_.suite().today().plus_days(100));
    auto follow = about<pb::RecordFollowUpRequest>(id);
    follow.set_month(3);
    for (const std::string& one : two_people()) follow.add_visitors(one);
    follow.set_finding(pb::VISIT_FINDING_WORSE);
    const auto bad_visit = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::RecordFollowUpResponse, pb::RecordFollowUpRequest>("RecordFollowUp", follow,
                                                                       spoil, reason, field);
    };
    bad_visit([](auto& q) { q.set_month(4); }, "INVALID_MONTH", "month");
    bad_visit([](auto& q) { q.clear_finding(); }, "FINDING_MISSING", "finding");
    bad_visit([](auto& q) { q.mutable_visitors()->RemoveLast(); }, "TWO_PEOPLE_NEEDED", "");

    auto reopen = about<pb::ReopenFileRequest>(id);
    *reopen.mutable_meeting() = minutes();
    const auto bad = [&](auto spoil, const char* reason, const char* field) {
        refuses<pb::ReopenFileResponse, pb::ReopenFileRequest>("ReopenFile", reopen, spoil, reason,
                                                               field, Role::Approver);
    };
    bad([](auto&) {}, "RELAPSE_NOT_SEEN", "");
    done<pb::RecordFollowUpResponse>("RecordFollowUp", follow);
    bad([](auto&) {}, "MEANS_CHECK_MISSING", "");
    done<pb::RequestMeansCheckResponse>("RequestMeansCheck",
                                        about<pb::RequestMeansCheckRequest>(id));
    line_.suite().settle();
    bad([](auto& q) { q.mutable_meeting()->clear_minutes_no(); }, "MINUTES_MISSING",
        "meeting.minutes_no");
    bad([](auto& q) { q.mutable_meeting()->set_held_on("2020-12-01"); }, "INVALID_DATE",
        "meeting.held_on");
    bad([](auto& q) { q.set_accident_cost_fen(-1); }, "INVALID_AMOUNT", "accident_cost_fen");
    bad([](auto& q) { q.add_waivers()->set_reason("INHERITED"); }, "SIGN_MISSING",
        "waivers[0].sign");
    EXPECT_EQ(done<pb::ReopenFileResponse>("ReopenFile", reopen, Role::Approver).hardship_class(),
              pb::HARDSHIP_CLASS_DEEP);
}

TEST_F(RegistryLife, FromThePlanToTheRelapse) {
    line_.in_round(pb::FILE_ROUND_2016_2020);
    const Family family = line_.take_on_file(kCounty, three_people(1, kCard));
    const std::string id = family.household_id;
    EXPECT_EQ(found_in(pb::HARDSHIP_CLASS_DEEP), 1);
    EXPECT_EQ(found_in(pb::HARDSHIP_CLASS_RELATIVE), 0);
    plan(id);
    review(id);
    leave(id);
    EXPECT_EQ(figure("cohort1.enrolled"), 1);
    EXPECT_EQ(figure("cohort1.exit.resolved"), 1);
    fall_back(id);
    // Open again it is still one household of the cohort, and its exit is undone.
    EXPECT_EQ(figure("cohort1.enrolled"), 1);
    EXPECT_EQ(figure("cohort1.exit.resolved"), 0);
    EXPECT_EQ(figure("cohort1.open_on_2020_12_31"), 0) << "on that day it was closed";
    EXPECT_EQ(figure("current.households"), 0) << "another round";
    const auto types = timeline(id);
    EXPECT_EQ(types.back(), "FileReopened");
    EXPECT_EQ(std::ranges::count(types, "HouseholdEnrolled"), 1);
}

TEST_F(RegistryLife, AFileOfCivilAffairsThatCannotBeReadIsWorkOfTheCity) {
    exchange::PeerFolder peer(line_.suite().folder() / "exchange" / "civil-affairs");
    ASSERT_TRUE(peer.hand_over("out", "torn.answer", "{\"request_id\": "));
    pb::ListWorkRequest request;
    request.set_task("CIVIL_AFFAIRS_FILE");
    const auto work_of_the_city = [&] {
        return ask<pb::ListWorkResponse>(kQueries + "ListWork", request, Role::Caseworker, kCity);
    };
    // Nobody asked for this file, so no settled calendar says that it was looked at.
    auto city = work_of_the_city();
    for (int tries = 0; tries < 500 && city && city->items_size() == 0; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        city = work_of_the_city();
    }
    ASSERT_TRUE(city) << city.error().reason;
    ASSERT_EQ(city->items_size(), 1);
    EXPECT_EQ(city->items(0).subject(), "torn.answer");
    EXPECT_EQ(city->items(0).reason(), "BAD_ANSWER");
    EXPECT_EQ(city->items(0).federation(), kCity.value);
    EXPECT_EQ(ask<pb::ListWorkResponse>(kQueries + "ListWork", request)->items_size(), 0)
        << "a county has no part in the exchange";
}

}  // namespace
}  // namespace haven::spec
