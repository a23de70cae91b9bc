#include "services/disbursement/ports/bank_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/vault/local_vault.hpp"

namespace haven::disbursement {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kReply = "F01-20180629-AB12CD|FINISHED||20180629|1|1|200000\nref-1|OK||S1|\n";

class BankArchiveTest : public ::testing::Test {
  protected:
    BankArchiveTest() {
        fs::create_directories(folder_);
        vault::prepare_vault_database(database_.conninfo());
        vault_ = std::make_unique<vault::LocalVault>(
            vault::LocalVaultOptions{database_.conninfo_as("haven_vault"), folder_ / "vault.kek",
                                     [] { return Instant{1}; }});
        archive_ = std::make_unique<BankArchive>(folder_, *vault_);
    }
    ~BankArchiveTest() override { fs::remove_all(folder_); }

    static BatchRow batch(const std::string& code) {
        BatchRow row;
        row.id = BatchId{crypto::uuid_of_code("batch", code)};
        row.federation = FederationNo{1};
        return row;
    }
    static std::string bytes_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }

    spec::TestDatabase database_{"bank_archive"};
    const fs::path folder_ =
        fs::temp_directory_path() / ("haven-archive-" + crypto::hex(crypto::random_bytes(6)));
    std::unique_ptr<vault::LocalVault> vault_;
    std::unique_ptr<BankArchive> archive_;
    const vault::Purpose purpose_{{}, "disbursement", "BANK_REPLY", "batch/1"};
};

TEST_F(BankArchiveTest, WhatTheBankSaidIsKeptEncryptedForItsOwnerOnly) {
    ASSERT_TRUE(archive_->keep(batch("1"), "F01-20180629-AB12CD.reply", kReply));
    const auto names = archive_->names(batch("1"));
    ASSERT_EQ(names.size(), 1U);
    const fs::path file = folder_ / "blobs" / names[0];
    EXPECT_THAT(bytes_of(file), Not(HasSubstr("ref-1")));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(archive_->read(purpose_, batch("1"), names[0]), kReply);
    EXPECT_THAT(archive_->names(batch("2")), ElementsAre());
    EXPECT_EQ(archive_->read(purpose_, batch("2"), names[0]).error().reason, "BATCH_FILE_DAMAGED");
}

TEST_F(BankArchiveTest, TheSameFileAgainIsKeptOnceAndAnotherBesideIt) {
    ASSERT_TRUE(archive_->keep(batch("1"), "F01-20180629-AB12CD.reply", kReply));
    const auto first = archive_->names(batch("1"));
    const std::string before = bytes_of(folder_ / "blobs" / first[0]);
    ASSERT_TRUE(archive_->keep(batch("1"), "by-mail.reply", kReply));
    EXPECT_EQ(archive_->names(batch("1")), first);
    fs::remove(folder_ / "blobs" / first[0]);
    ASSERT_TRUE(archive_->keep(batch("1"), "F01-20180629-AB12CD.reply", kReply));
    EXPECT_EQ(bytes_of(folder_ / "blobs" / first[0]), before);
    ASSERT_TRUE(archive_->keep(batch("1"), "20180705-1.return", "20180705|0|0\n"));
    EXPECT_EQ(archive_->names(batch("1")).size(), 2U);
}

TEST_F(BankArchiveTest, ADamagedFileAndOneWhoseKeyIsDestroyedAreNotShown) {
    ASSERT_TRUE(archive_->keep(batch("1"), "a.reply", kReply));
    const std::string name = archive_->names(batch("1"))[0];
    const fs::path file = folder_ / "blobs" / name;
    const std::string whole = bytes_of(file);
    std::string damaged = whole;
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    std::ofstream(file, std::ios::binary) << damaged;
    EXPECT_EQ(archive_->read(purpose_, batch("1"), name).error().reason, "BATCH_FILE_DAMAGED");
    std::ofstream(file, std::ios::binary) << whole;
    ASSERT_TRUE(archive_->read(purpose_, batch("1"), name));
    const auto holder = vault_->new_person(crypto::derive_uuid(batch("1").id.uuid, "bank_file"), 0,
                                           "", FederationNo{1});
    ASSERT_TRUE(vault_->destroy_key(purpose_, *holder));
    EXPECT_EQ(archive_->read(purpose_, batch("1"), name).error().reason, "PERSON_ERASED");
}

}  // namespace
}  // namespace haven::disbursement
