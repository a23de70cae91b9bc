// A row of the old system's export that loses a race after the whole upload was found good: it is
// named, and what came beside it is kept (protocols §14).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "libs/crypto/ids.hpp"
#include "libs/vault/vault.hpp"
#include "tests/suite/line.hpp"
#include "tests/suite/old_export.hpp"

namespace haven::spec {
namespace {

constexpr const char* kCard = "9999990000000000014";

// The vault, and something that happens just before the first fields are sealed.
class InterruptedVault final : public vault::Vault {
  public:
    InterruptedVault(vault::Vault& real, std::function<void()>& before_sealing)
        : real_(real), before_sealing_(before_sealing) {}

    Result<std::vector<PersonId>> resolve(
        std::span<const vault::ResolveRequest> requests) override {
        return real_.resolve(requests);
    }
    Result<std::vector<PersonId>> new_people(std::span<const vault::NewPerson> people) override {
        return real_.new_people(people);
    }
    Result<std::vector<vault::Sealed>> seal(Uuid command,
                                            std::span<const vault::Plain> plains) override {
        if (before_sealing_ && !done_.exchange(true)) before_sealing_();
        return real_.seal(command, plains);
    }
    Result<std::vector<std::optional<std::string>>> open(
        const vault::Purpose& purpose, std::span<const vault::Cipher> ciphers) override {
        return real_.open(purpose, ciphers);
    }
    Result<vault::Found> lookup(const vault::Purpose& purpose,
                                const vault::Identity& identity) override {
        return real_.lookup(purpose, identity);
    }
    Result<std::vector<PersonId>> search(const vault::Purpose& purpose, std::string_view part,
                                         std::span<const FederationNo> federations) override {
        return real_.search(purpose, part, federations);
    }
    Result<void> destroy_key(const vault::Purpose& purpose, PersonId person) override {
        return real_.destroy_key(purpose, person);
    }

  private:
    vault::Vault& real_;
    std::function<void()>& before_sealing_;
    std::atomic<bool> done_ = false;
};

TEST(ImportRace, ARowThatLosesARaceIsNamedAndTheOthersAreKept) {
    std::function<void()> before_sealing;
    SuiteOptions options;
    options.before_vault = [&](vault::Vault& real) {
        return std::make_unique<InterruptedVault>(real, before_sealing);
    };
    Line line(std::move(options));
    const auto rivals = three_people(1, kCard);
    OldExport files;
    files.add("610302-2018-00001", rivals.front());
    files.add("610302-2018-00002", {.name = "赵建军", .birth_date = "1968-04-11", .number = 61});
    // The upload has been checked as a whole when one of them applies in another county.
    before_sealing = [&] {
        Family elsewhere;
        EXPECT_EQ(line.apply(kOtherCounty, rivals, elsewhere), "OK");
    };
    const ImportTold told = upload(line.suite(), files);
    EXPECT_EQ(told.summary.imported_count(), 1);
    EXPECT_EQ(told.summary.lost_count(), 1);
    ASSERT_EQ(told.rejects.size(), 1U);
    EXPECT_EQ(told.rejects[0].file(), "old_households.csv");
    EXPECT_EQ(told.rejects[0].row(), 2);
    EXPECT_EQ(told.rejects[0].column(), "身份证号");
    EXPECT_EQ(told.rejects[0].kind(), "CONFLICT");
    EXPECT_EQ(told.rejects[0].reason(), "ALREADY_HELD");
    // Again: what is there stays as it is, and the other is refused before anything is written.
    const ImportTold again = upload(line.suite(), files);
    EXPECT_EQ(again.summary.unchanged_count(), 1);
    EXPECT_EQ(again.summary.imported_count() + again.summary.lost_count(), 0);
    ASSERT_EQ(again.rejects.size(), 1U);
    EXPECT_EQ(again.rejects[0].reason(), "ALREADY_HELD");
}

// The vault erases a child after the upload was found good: only the child's file loses. Erased
// before, the child refuses the upload, and nothing of it is appended.
TEST(ImportRace, AChildWhoIsForgottenMeanwhileCostsOnlyItsOwnFile) {
    std::function<void()> before_sealing;
    vault::Vault* vault = nullptr;
    SuiteOptions options;
    options.before_vault = [&](vault::Vault& real) {
        vault = &real;
        return std::make_unique<InterruptedVault>(real, before_sealing);
    };
    Line line(std::move(options));
    const std::string with_child = "610302-2018-00001";
    const Applicant father{.name = "林国强", .birth_date = "1980-01-01", .number = 63};
    OldExport files;
    files.add_with_child(with_child, father, "林小宝");
    files.add("610302-2018-00002", {.name = "赵建军", .birth_date = "1968-04-11", .number = 61});
    before_sealing = [&] {
        const auto child =
            vault->new_person(crypto::uuid_of_code("old-file", with_child), 2, "林小宝", kCounty);
        ASSERT_TRUE(child);
        const vault::Purpose purpose{{}, "registry", "ERASURE", "person"};
        ASSERT_TRUE(vault->destroy_key(purpose, *child));
    };
    const ImportTold told = upload(line.suite(), files);
    EXPECT_EQ(told.summary.imported_count(), 1);
    EXPECT_EQ(told.summary.lost_count(), 1);
    ASSERT_EQ(told.rejects.size(), 1U);
    EXPECT_EQ(told.rejects[0].row(), 2);
    EXPECT_EQ(told.rejects[0].column(), "身份证号");
    EXPECT_EQ(told.rejects[0].reason(), "PERSON_ERASED");

    files.add("610302-2018-00003", {.name = "孙志强", .birth_date = "1971-02-03", .number = 65});
    EXPECT_EQ(refused_upload(line.suite(), files), "PERSON_ERASED");
    OldExport third;
    third.add("610302-2018-00003", {.name = "孙志强", .birth_date = "1971-02-03", .number = 65});
    EXPECT_EQ(upload(line.suite(), third).summary.imported_count(), 1)
        << "it had not been appended with the refused upload";
}

}  // namespace
}  // namespace haven::spec
