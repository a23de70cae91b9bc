// What comes out of its order, or with something missing: refused with its reason, whatever the
// file's state.
#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

TEST(OutOfOrder, AnApplicationIsMadeOnceUnderItsId) {
    ApplicationSubmitted other = application();
    other.declared_income = yuan(13'000);
    given<Household>({submitted()})
        .on("2020-03-02")
        .when(SubmitApplication{other, rules()})
        .refused("APPLICATION_EXISTS");
}

TEST(OutOfOrder, WhatIsGivenBackSaysWhatIsMissingAndIsUnderWork) {
    given<Household>({submitted()})
        .on("2020-03-03")
        .when(ReturnApplication{{}, {}, rules()})
        .refused("NOTHING_MISSING");
    given<Household>(on_file())
        .on("2020-04-01")
        .when(ReturnApplication{{DocumentKind::Application}, {}, rules()})
        .refused("NOT_RETURNABLE");
}

TEST(OutOfOrder, OnlyWhatWasGivenBackIsCompletedOrLapses) {
    given<Household>({submitted()})
        .on("2020-03-03")
        .when(CompleteApplication{{}, {2}})
        .refused("NOT_RETURNED");
    given<Household>({submitted()})
        .on("2020-03-03")
        .when(LapseApplication{})
        .refused("NOT_RETURNED");
    given<Household>({submitted(), ApplicationReturned{{}, {2}, day("2020-04-02")}})
        .on("2020-03-20")
        .when(CompleteApplication{{}, {}})
        .refused("NOTHING_ADDED");
}

TEST(OutOfOrder, AFileThatIsOpenIsNeitherInvestigatedNorAskedAboutNorAssessed) {
    given<Household>(on_file())
        .on("2020-04-01")
        .when(RecordHomeVisit{
            VisitKind::Investigate, {kVisitorA, kVisitorB}, {}, VisitFinding::AsDeclared})
        .refused("VISIT_DOES_NOT_FIT");
    given<Household>(on_file())
        .on("2020-04-01")
        .when(RequestMeansCheck{uuid(8)})
        .refused("NO_CHECK_DUE");
    given<Household>(on_file())
        .on("2020-04-01")
        .when(AssessHousehold{.rules = rules()})
        .refused("NOT_ASSESSABLE");
    given<Household>(on_file())
        .on("2020-07-01")
        .when(RecordFollowUp{3, {kVisitorA, kVisitorB}, VisitFinding::AsDeclared})
        .refused("NO_FOLLOW_UP");
}

TEST(OutOfOrder, AnApplicationSaysItsRoundAndItsMembersAreBorn) {
    const auto refused = [](ApplicationSubmitted asked, const char* reason) {
        given<Household>().on("2020-03-02").when(SubmitApplication{asked, rules()}).refused(reason);
    };
    ApplicationSubmitted asked = application();
    asked.round = FileRound::Unset;
    refused(asked, "ROUND_MISSING");
    asked = application();
    asked.members[2].birth_date = day("2020-03-03");
    refused(asked, "INVALID_BIRTH_DATE");
    asked = application();
    asked.documents.resize(101);
    refused(asked, "TOO_MANY_DOCUMENTS");
}

TEST(OutOfOrder, AProgrammeIsOpenAndAClassHasItsCap) {
    EnrolInProgramme unheard_of{.programme = "PILOT-2030",
                                .measure = living(4000),
                                .employer_programmes = {"PILOT-2030"},
                                .rules = rules()};
    given<Household>(on_file()).on("2020-04-01").when(unheard_of).refused("PROGRAMME_NOT_IN_FORCE");
    Events history = on_file();
    for (HouseholdEvent& event : history) {
        if (auto* decision = std::get_if<HouseholdClassified>(&event)) {
            decision->hardship_class = HardshipClass::Marginal;  // which the rules of 2020 lack
        }
    }
    given<Household>(history)
        .on("2020-04-01")
        .when(AdoptHelpPlan{2020, {living(100)}, rules()})
        .refused("NO_CAP_FOR_CLASS");
}

TEST(OutOfOrder, AnImportedFileEndsOnADayAndForAKindAndNotTomorrow) {
    const auto refused = [](const HouseholdImported& file, std::string_view on,
                            const char* reason) {
        given<Household>().on(on).when(ImportHousehold{file}).refused(reason);
    };
    HouseholdImported file = old_file();
    file.closed_on = {};
    refused(file, "2021-01-04", "INVALID_EXIT");
    file = old_file();
    file.exit_kind = ExitKind::None;
    refused(file, "2021-01-04", "INVALID_EXIT");
    file = old_file();
    file.closed_on = file.enrolled_on.plus_days(-1);
    refused(file, "2021-01-04", "INVALID_EXIT");
    refused(old_file(), "2018-05-01", "DATE_AFTER_BUSINESS_DATE");
    refused(old_file(), "2016-02-29", "DATE_AFTER_BUSINESS_DATE");
}

}  // namespace
}  // namespace haven::registry::spec
