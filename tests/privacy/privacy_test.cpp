// I35: nowhere in what a run leaves behind stands a name, an ID number, a card, a phone or a
// diagnosis in the clear. The control runs the same with a sealer that seals nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/privacy/open_vault.hpp"
#include "tests/privacy/planted.hpp"
#include "tests/privacy/traces.hpp"
#include "tests/privacy/wrong_fields.hpp"
#include "tests/suite/old_export.hpp"

namespace haven::spec {
namespace {

using access::Role;
using ::testing::IsEmpty;

SuiteOptions options(bool seals) {
    SuiteOptions options;
    options.metrics_address = "127.0.0.1:0";
    if (!seals) {
        options.before_vault = [](vault::Vault& real) { return std::make_unique<OpenVault>(real); };
    }
    return options;
}

// The whole line for the planted people: paid, sent back, paid again to another card. Answers the
// ids of what came of it.
void live(Line& line, std::map<std::string, std::string>* ids = nullptr) {
    const Family family = line.enrol(kCounty, planted_people());
    line.pay_first_half(family);
    line.return_and_pay_again(family, planted_people().front().card, kSecondCard);
    ASSERT_EQ(line.first_half(family).state(), haven::disbursement::v1::INSTALMENT_STATE_PAID);
    const Applicant old = planted_in_old_system();
    const std::string number = old.id_number();
    OldExport files;
    files.add("610302-2018-00001", old, kOldAddress, number.substr(0, 6) + number.substr(8, 9));
    ASSERT_EQ(upload(line.suite(), files).summary.imported_count(), 1);
    if (ids != nullptr) {
        *ids = {{"household_id", family.household_id},
                {"entitlement_id", line.first_half(family).entitlement_id()},
                {"fund_line_id", family.fund_line}};
    }
}

std::vector<std::string> values() {
    std::vector<std::string> all;
    for (const Needle& needle : needles()) all.push_back(needle.text);
    return all;
}

// The same family again, each personal field with something of another kind in it.
void apply_with_mistakes(Line& line) {
    for (const std::string& value : values()) {
        for (int field = 0; field < 4; ++field) {
            auto people = planted_people();
            if (field == 0) people[1].birth_date = value;
            if (field == 1) people[0].card = value + "0";
            if (field == 2) people[1].phone = value + "-" + value;
            if (field == 3) people[2].name = value + "|" + value;
            Family nobody;
            EXPECT_NE(line.apply(kCounty, people, nobody), "OK");
        }
    }
    Family nobody;
    EXPECT_EQ(line.apply(kOtherCounty, planted_people(), nobody), "ALREADY_HELD");
}

// The same values where an export of the old system has something else; what is said of them.
std::string import_with_mistakes(Line& line) {
    OldExport files;
    std::size_t rows = 0;
    for (const std::string& value : values()) {
        for (std::size_t place = 0; place < files.columns(); ++place, ++rows) {
            files.add_with(place, value);
        }
    }
    const ImportTold told = upload(line.suite(), files);
    EXPECT_GE(told.rejects.size(), rows);
    std::string text;
    for (const auto& reject : told.rejects) text += reject.SerializeAsString();
    return text;
}

void scan_databases(Scanner& scanner, const Suite& suite) {
    EXPECT_GT(scan_tables(scanner, suite), 40);
    scan_dumps(scanner, suite);
}

// The peers' folders are the exception: the bank is told account and holder, civil affairs names
// and numbers. Nothing else is told to either, and no file is called after anybody.
void check_files(const std::filesystem::path& folder) {
    struct stat mode{};
    ASSERT_EQ(::stat((folder / "exchange").c_str(), &mode), 0);
    EXPECT_EQ(mode.st_mode & 0777U, 0700U);

    Scanner others(needles());
    scan_files(others, folder, [](const std::filesystem::path& path) {
        const std::string name = path.string();
        return !name.starts_with("exchange/bank/in") &&
               !name.starts_with("exchange/civil-affairs/in");
    });
    EXPECT_THAT(others.findings(), IsEmpty());

    Scanner told(needles());
    scan_files(told, folder / "exchange", [](const auto&) { return true; });
    const auto untold = told.never_found();
    for (const Needle& needle : needles()) {
        const bool secret = needle.label.starts_with("phone") ||
                            needle.label.starts_with("diagnosis") ||
                            needle.label.ends_with("in the old system");
        EXPECT_EQ(std::ranges::find(untold, needle.label) != untold.end(), secret) << needle.label;
    }
}

TEST(Privacy, I35_NothingOfThePlantedPeopleStandsInWhatARunLeavesBehind) {
    const Journal journal;
    Line line(options(true));
    std::map<std::string, std::string> ids;
    live(line, &ids);
    apply_with_mistakes(line);
    const std::string rejects = import_with_mistakes(line);
    const WrongFields wrong = ask_with_values_in_wrong_fields(line.suite(), kCounty, ids, values());
    EXPECT_GT(wrong.refused, 100);
    EXPECT_THAT(wrong.taken, IsEmpty()) << "a command that stores a text it should have refused";
    for (const std::string& value : values()) {
        haven::registry::v1::FindHouseholdsRequest find;
        find.set_name(value);
        find.set_id_number(value);
        line.ask(Role::Caseworker, kCounty,
                 &haven::registry::v1::RegistryQueryService::Stub::FindHouseholds, find);
    }

    Scanner scanner(needles());
    scan_databases(scanner, line.suite());
    scanner.scan("the log", journal.text());
    scanner.scan("the metrics page", metrics_page(line.suite().metrics_address()));
    scanner.scan("error texts", line.suite().refusals());
    scanner.scan("the rejects of an import", rejects);
    EXPECT_GT(journal.text().size(), 10'000U);
    EXPECT_GT(line.suite().refusals().size(), 10'000U);
    EXPECT_THAT(scanner.findings(), IsEmpty());
    check_files(line.suite().folder());
}

TEST(Privacy, I35_TheSameSearchFindsEveryOneOfThemWhenNothingIsSealed) {
    Line line(options(false));
    live(line);
    Scanner tables(needles());
    EXPECT_GT(scan_tables(tables, line.suite()), 40);
    EXPECT_THAT(tables.never_found(), IsEmpty());
    Scanner dumps(needles());
    scan_dumps(dumps, line.suite());
    EXPECT_THAT(dumps.never_found(), IsEmpty());
}

}  // namespace
}  // namespace haven::spec
