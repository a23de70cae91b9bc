#include "tests/transport/site.hpp"

#include "libs/writer/testing/purse_storm.hpp"

namespace haven::spec {

std::vector<consumer::ReactionCommand> mirror(const log::Record& record) {
    const auto event = PurseCodec::decode(record.type, 1, record.payload).value();
    Purse::Command what = ClosePurse{};
    if (const auto* opened = std::get_if<PurseOpened>(&event)) {
        what = OpenPurse{opened->limit, opened->claim};
    } else if (const auto* spent = std::get_if<PurseSpent>(&event)) {
        what = SpendPurse{spent->amount};
    }
    return {{.aggregate = kPurse.get(),
             .federation = record.federation,
             .stream = record.stream_id,
             .command = what}};
}

Pair::Pair()
    : dump_(std::filesystem::temp_directory_path() / (source.database().name() + ".dump")) {
    for (PurseDatabase* database : {&source, &own}) {
        for (std::int16_t number = 4; number <= kFederations; ++number) {
            const log::FederationRow row{FederationNo{number}, "6103" + std::to_string(number),
                                         "f" + std::to_string(number), FederationNo{1}};
            if (!log::add_federation(database->db(), row)) throw std::runtime_error("federations");
        }
        if (!postgres::migrate(database->db(), "public", "bus", bus::sql_files())) {
            throw std::runtime_error("the schema was refused");
        }
    }
}

void Pair::submit(std::int16_t federation, int purse, Purse::Command what) {
    if (!writer_) renew_writer();
    Submission submission = command(static_cast<std::uint8_t>(purse), 0, std::move(what));
    submission.federation = FederationNo{federation};
    submission.command_id = storm_uuid(3, 0, ++commands_);
    writer_->submit(std::move(submission), [&](const Result<log::Reply>& reply) {
        EXPECT_TRUE(reply) << reply.error().reason;
        ++accepted_;
    });
}

void Pair::write_all() {
    while (writer_->step()) {
    }
    ASSERT_EQ(accepted_, commands_);
}

void Pair::write(std::int16_t federation, std::uint8_t purse, Purse::Command what) {
    submit(federation, purse, std::move(what));
    write_all();
}

void Pair::open_purses(std::int16_t federation, int count, std::int64_t limit) {
    for (int i = 0; i < count; ++i) {
        const int number = ++purses_[federation];
        submit(federation, number,
               OpenPurse{limit, std::to_string(federation) + "/" + std::to_string(number)});
    }
    write_all();
}

void Pair::spend(std::int16_t federation, int rounds, std::int64_t amount) {
    for (int i = 0; i < rounds; ++i) {
        for (int purse = 1; purse <= purses_[federation]; ++purse) {
            submit(federation, purse, SpendPurse{amount});
        }
    }
    write_all();
}

void Pair::expect_mirrored() {
    const auto purses = [](PurseDatabase& database) {
        std::map<std::pair<std::int16_t, Uuid>, std::int64_t> all;
        for (const postgres::Row row :
             database.db().query("SELECT federation, purse_id, \"left\" FROM purse")) {
            all[{row.int16(0), row.uuid(1)}] = row.int64(2);
        }
        return all;
    };
    EXPECT_EQ(purses(own), purses(source));
    EXPECT_TRUE(own.open()->parked("pay").empty());
    own.expect_sound();
}

Site::Site(Pair& pair, std::unique_ptr<bus::Bus> bus, const std::string& owner,
           std::chrono::milliseconds life)
    : writer_(pair.own.make_writer()) {
    consumer::Share share;
    if (!owner.empty()) {
        std::vector<int> keys;
        for (int number = 1; number <= Pair::kFederations; ++number) keys.push_back(number);
        leases_ = std::make_unique<bus::Leases>(pair.own.database().conninfo(), "consume/registry",
                                                owner, keys, life);
        share = [this] { return leases_->hold(); };
    }
    consumer_ = std::make_unique<consumer::Consumer>(
        "pay",
        consumer::Subscription{
            .source = "registry",
            .types = {"PurseOpened", "PurseSpent", "PurseClosed"},
            .react = mirror,
            .is_known = [](std::string_view type) { return type != kUnknownType; },
            .is_critical = [](std::string_view) { return false; }},
        std::move(bus), pair.own.open(), *writer_, [] { return Date::of(2018, 6, 29); },
        [] { return Instant{1}; }, std::move(share));
}

bool Site::step() {
    bool moved = false;
    try {
        if (!started_) consumer_->start();
        started_ = true;
        moved = consumer_->step() == consumer::Progress::Moved;
    } catch (const std::runtime_error&) {
        started_ = false;
    }
    return writer_->step() || moved;
}

bool Site::is_done() {
    try {
        return started_ && consumer_->stopped().empty() && consumer_->caught_up();
    } catch (const std::runtime_error&) {
        return false;
    }
}

}  // namespace haven::spec
