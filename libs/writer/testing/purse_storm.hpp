// The storm of commands that writer_process makes and several_processes_test looks for in the log.
#pragma once

#include <random>
#include <string>

#include "libs/writer/testing/purse.hpp"

namespace haven::spec {

// Of every process; a process commands purses of its own as well.
inline constexpr unsigned kSharedPurses = 12;
inline constexpr unsigned kOwnPurses = 3;

inline Uuid storm_uuid(unsigned kind, unsigned process, unsigned number) {
    Uuid uuid;
    uuid.bytes[0] = static_cast<std::uint8_t>(kind);
    uuid.bytes[1] = static_cast<std::uint8_t>(process);
    for (std::size_t i = 0; i < 4; ++i) {
        uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return uuid;
}

// The same process and number give the same command: what a client sends again after a crash.
inline Submission storm_command(unsigned process, unsigned number) {
    std::mt19937_64 random((std::uint64_t{process} << 32) + number);
    const auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const bool shared = pick(2) == 0;
    const unsigned purse = shared ? pick(kSharedPurses) : pick(kOwnPurses);
    Submission submission;
    submission.aggregate = kPurse.get();
    submission.federation = FederationNo{static_cast<std::int16_t>(1 + purse % 3)};
    submission.stream = storm_uuid(1, shared ? 0 : process, purse);
    submission.command_id = storm_uuid(2, process, number);
    submission.request_hash[0] = static_cast<std::uint8_t>(process);
    submission.request_hash[1] = static_cast<std::uint8_t>(number);
    Purse::Command command = SpendPurse{1 + pick(5)};
    const unsigned what = pick(10);
    if (what < 2) {
        // Fewer claims than purses, and funds that last for a few of them: there are losers. Each
        // hundred commands have a fund of their own, or a long storm would end in a calm.
        const unsigned fund = number / 100;
        command = OpenPurse{1'000, "claim/" + std::to_string(pick(16)), std::to_string(fund)};
    } else if (what == 9) {
        command = ClosePurse{};
    }
    submission.command = std::move(command);
    return submission;
}

}  // namespace haven::spec
