#include "tests/fuzz/tape.hpp"

#include <algorithm>
#include <limits>

#include "libs/base/text.hpp"

namespace haven::fuzz {
namespace {

constexpr std::uint8_t kSpelled = 255;  // the value follows in full

// Any bytes as UTF-8: those that are none lose their eighth bit.
void make_valid(std::string& text) {
    if (text::is_valid_utf8(text)) return;
    for (char& c : text) c = static_cast<char>(c & 0x7f);
}

// Amounts at the edges of what is allowed, which a mutation hardly finds.
constexpr std::array<std::int64_t, 7> kEdges = {1,
                                                -1,
                                                kMaxAmount.in_fen(),
                                                kMaxAmount.in_fen() + 1,
                                                std::numeric_limits<std::int64_t>::max(),
                                                std::numeric_limits<std::int64_t>::min(),
                                                -10'000};
constexpr std::int64_t kHundredYuan = 10'000;
constexpr std::uint8_t kFirstEdge = 201;

}  // namespace

void carry(Tape& tape, bool& value) {
    std::uint8_t byte = value ? 1 : 0;
    tape.octet(byte);
    value = (byte & 1) != 0;
}

void carry(Tape& tape, unsigned& value) {
    auto byte = static_cast<std::uint8_t>(value);
    tape.octet(byte);
    value = byte;
}

void carry(Tape& tape, std::int16_t& value) {
    tape.raw(value);
}

void carry(Tape& tape, std::int64_t& value) {
    tape.raw(value);
}

// A small number or a year.
void carry(Tape& tape, std::int32_t& value) {
    constexpr std::int32_t kFirstYear = 1990;
    std::uint8_t tag = kSpelled;
    if (value >= 0 && value < 128) tag = static_cast<std::uint8_t>(value);
    if (value >= kFirstYear && value < kFirstYear + 64) {
        tag = static_cast<std::uint8_t>(128 + value - kFirstYear);
    }
    tape.octet(tag);
    if (tag < 128) {
        value = tag;
    } else if (tag < 192) {
        value = kFirstYear + tag - 128;
    } else if (tag < 224) {
        value = 191 - tag;
    } else {
        tape.raw(value);
    }
}

void carry(Tape& tape, std::string& value) {
    std::uint8_t tag = kSpelled;
    const auto word = std::ranges::find(tape.words, value);
    if (word != tape.words.end()) {
        tag = static_cast<std::uint8_t>(word - tape.words.begin());
    }
    tape.octet(tag);
    if (tag < 224 && !tape.words.empty()) {
        value = tape.words[tag % tape.words.size()];
        return;
    }
    HAVEN_CHECK(!tape.writing() || value.size() <= 255);
    auto size = static_cast<std::uint8_t>(value.size());
    tape.octet(size);
    value.resize(size);
    for (char& c : value) {
        auto byte = static_cast<std::uint8_t>(c);
        tape.octet(byte);
        c = static_cast<char>(byte);
    }
    make_valid(value);
}

void carry(Tape& tape, Money& value) {
    std::int64_t fen = value.in_fen();
    std::uint8_t tag = kSpelled;
    if (fen % kHundredYuan == 0 && fen >= 0 && fen / kHundredYuan < kFirstEdge) {
        tag = static_cast<std::uint8_t>(fen / kHundredYuan);
    }
    tape.octet(tag);
    if (tag < kFirstEdge) {
        fen = tag * kHundredYuan;
    } else if (tag < kFirstEdge + kEdges.size()) {
        fen = kEdges.at(tag - kFirstEdge);
    } else {
        tape.raw(fen);
    }
    value = Money::fen(fen);
}

// Unset, a day within two months of today, or any day within 89 years of 1980.
void carry(Tape& tape, Date& value) {
    constexpr int kNear = 60;
    static const std::int32_t kMiddle = Date::of(1980, 1, 1).days();
    std::uint8_t tag = kSpelled;
    std::int16_t days = 0;
    if (tape.writing()) {
        const int ahead = value.is_set() ? value.days() - tape.today.days() : 0;
        if (!value.is_set()) {
            tag = 0;
        } else if (-kNear <= ahead && ahead <= kNear) {
            tag = static_cast<std::uint8_t>(1 + kNear + ahead);
        } else {
            const std::int32_t far = value.days() - kMiddle;
            HAVEN_CHECK(INT16_MIN <= far && far <= INT16_MAX);
            days = static_cast<std::int16_t>(far);
        }
    }
    tape.octet(tag);
    if (tag == 0) {
        value = Date{};
    } else if (tag <= 1 + 2 * kNear) {
        value = tape.today.plus_days(tag - 1 - kNear);
    } else {
        tape.raw(days);
        value = Date::from_days(kMiddle + days);
    }
}

// Nil, a small number in the last byte, or a first and a last byte, as ids in tests are made.
void carry(Tape& tape, Uuid& value) {
    constexpr std::uint8_t kSmall = 16;
    Uuid likely;
    likely.bytes.front() = value.bytes.front();
    likely.bytes.back() = value.bytes.back();
    std::uint8_t tag = kSpelled;
    if (likely == value && likely.bytes.front() >= 128) tag = likely.bytes.front();
    if (likely == value && likely.bytes.front() == 0 && likely.bytes.back() < kSmall) {
        tag = likely.bytes.back();
    }
    tape.octet(tag);
    if (tag == kSpelled) {
        for (std::uint8_t& byte : value.bytes) tape.octet(byte);
        return;
    }
    std::uint8_t last = tag < 128 ? static_cast<std::uint8_t>(tag % kSmall) : value.bytes.back();
    if (tag >= 128) tape.octet(last);
    value = {};
    value.bytes.front() = tag < 128 ? std::uint8_t{0} : tag;
    value.bytes.back() = last;
}

void carry(Tape& tape, FederationNo& value) {
    auto byte = static_cast<std::uint8_t>(value.value);
    tape.octet(byte);
    value.value = byte % 16;
}

void carry(Tape& tape, Hash& value) {
    std::uint8_t tag = kSpelled;
    if (value == Hash{}) tag = 0;
    if (value == tape.hash) tag = 1;
    tape.octet(tag);
    if (tag == 1) {
        value = tape.hash;
    } else if (tag < kSpelled) {
        value.fill(tag);
    } else {
        for (std::uint8_t& byte : value) tape.octet(byte);
    }
}

}  // namespace haven::fuzz
