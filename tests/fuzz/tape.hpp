// Tape: values of the domain as bytes, both ways. The fuzzer gives bytes and carry() reads a
// command from them, whatever they are; a story written as commands becomes bytes for the corpus.
//
//     Tape tape(bytes);           // reads; past the end there are zeros
//     RecordAid command;
//     carry(tape, command);
//
// Likely values (a day near today, small ids, the words below) take a byte, so that a mutation
// makes commands meet; any other is spelled out. Texts are always valid UTF-8: gRPC lets no other
// in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "tests/fuzz/fields.hpp"

namespace haven::fuzz {

using Hash = std::array<std::uint8_t, 32>;

class Tape {
  public:
    Tape() : writing_(true) {}
    explicit Tape(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool writing() const { return writing_; }
    [[nodiscard]] bool done() const { return at_ >= bytes_.size(); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::string_view rest() const {
        return std::string_view(bytes_).substr(std::min(at_, bytes_.size()));
    }

    void octet(std::uint8_t& value) {
        if (writing_) {
            bytes_.push_back(static_cast<char>(value));
        } else {
            value = done() ? 0 : static_cast<std::uint8_t>(bytes_[at_++]);
        }
    }
    template <std::integral T>
    void raw(T& value) {
        auto rest = static_cast<std::make_unsigned_t<T>>(value);
        std::uint64_t read = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            auto byte = static_cast<std::uint8_t>(static_cast<std::uint64_t>(rest) >> (8 * i));
            octet(byte);
            read |= static_cast<std::uint64_t>(byte) << (8 * i);
        }
        value = static_cast<T>(static_cast<std::make_unsigned_t<T>>(read));
    }

    // What likely values are near to; the user of the tape sets them before each command.
    Date today = Date::of(2020, 3, 2);
    Hash hash{};
    std::span<const std::string_view> words;

  private:
    std::string bytes_;
    std::size_t at_ = 0;
    bool writing_ = false;
};

void carry(Tape& tape, bool& value);
void carry(Tape& tape, unsigned& value);
void carry(Tape& tape, std::int16_t& value);
void carry(Tape& tape, std::int32_t& value);
void carry(Tape& tape, std::int64_t& value);
void carry(Tape& tape, std::string& value);
void carry(Tape& tape, Money& value);
void carry(Tape& tape, Date& value);
void carry(Tape& tape, Uuid& value);
void carry(Tape& tape, FederationNo& value);
void carry(Tape& tape, Hash& value);

template <class T>
    requires std::is_enum_v<T>
void carry(Tape& tape, T& value) {
    auto number = static_cast<std::uint8_t>(value);
    tape.octet(number);
    number %= 32;
    while (!is_enumerator<T>(number)) --number;  // zero is always there
    value = static_cast<T>(number);
}

template <class T>
    requires std::is_class_v<T>
void carry(Tape& tape, T& value) {
    with_fields(value, [&](auto&... fields) { (carry(tape, fields), ...); });
}

// At most eight elements.
template <class T>
void carry(Tape& tape, std::vector<T>& values) {
    HAVEN_CHECK(!tape.writing() || values.size() <= 8);
    auto count = static_cast<std::uint8_t>(values.size());
    tape.octet(count);
    values.resize(count % 9);
    for (T& value : values) carry(tape, value);
}

template <class T>
void carry(Tape& tape, std::optional<T>& value) {
    bool there = value.has_value();
    carry(tape, there);
    if (!there) {
        value.reset();
        return;
    }
    if (!value) value.emplace();
    carry(tape, *value);
}

template <class... Ts>
void carry(Tape& tape, std::variant<Ts...>& value) {
    auto index = static_cast<std::uint8_t>(value.index());
    tape.octet(index);
    index %= sizeof...(Ts);
    if (value.index() != index) {
        using Make = std::variant<Ts...> (*)();
        static constexpr std::array<Make, sizeof...(Ts)> kMake = {
            +[]() -> std::variant<Ts...> { return Ts{}; }...};
        value = kMake.at(index)();
    }
    std::visit([&](auto& alternative) { carry(tape, alternative); }, value);
}

}  // namespace haven::fuzz
