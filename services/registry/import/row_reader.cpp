#include "services/registry/import/row_reader.hpp"

#include <algorithm>
#include <charconv>

#include "libs/base/bank_account.hpp"
#include "libs/base/text.hpp"

namespace haven::registry::import {

namespace {

constexpr std::size_t kMaxNoteCodePoints = 200;
// A year and the like; a phone, a card or an ID number has more.
constexpr int kMostDigitsInARow = 8;

bool is_note(std::string_view cell) {
    const auto is_control = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
               c == 0x7f;
    };
    return text::code_points(cell) <= kMaxNoteCodePoints && std::ranges::none_of(cell, is_control);
}

bool has_long_number(std::string_view cell) {
    int digits = 0;
    for (const char c : cell) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits > kMostDigitsInARow) return true;
    }
    return false;
}

}  // namespace

Columns::Columns(const CsvTable& table, std::string_view file,
                 std::span<const std::string_view> names, std::vector<Reject>& rejects) {
    for (std::string_view name : names) {
        if (const auto position = table.column(name)) {
            positions_.emplace(name, *position);
        } else {
            rejects.push_back(
                {std::string(file), 1, std::string(name), "MISSING", "COLUMN_MISSING"});
            complete_ = false;
        }
        if (std::ranges::count(table.header(), name) > 1) {
            rejects.push_back(
                {std::string(file), 1, std::string(name), "DUPLICATE", "COLUMN_TWICE"});
            complete_ = false;
        }
    }
}

void RowReader::reject(std::string_view column, std::string_view kind, std::string_view reason) {
    good_ = false;
    rejects_.push_back({std::string(file_), number(), std::string(column), std::string(kind),
                        std::string(reason)});
}

void RowReader::check_width() {
    if (table_.is_overfull(row_)) reject(table_.header().back(), "FORMAT", "TOO_MANY_CELLS");
}

std::string RowReader::note(std::string_view column) {
    std::string cell = text(column);
    if (!is_note(cell)) reject(column, "FORMAT", "INVALID_TEXT");
    return cell;
}

std::string RowReader::organisation(std::string_view column) {
    std::string cell = required(column);
    if (!is_note(cell) || has_long_number(cell)) reject(column, "FORMAT", "INVALID_TEXT");
    return cell;
}

std::string RowReader::required(std::string_view column) {
    std::string cell = text(column);
    if (cell.empty()) reject(column, "MISSING", "REQUIRED");
    return cell;
}

std::string RowReader::name(std::string_view column) {
    const std::string cell = required(column);
    if (cell.empty()) return {};
    auto parsed = text::parse_name(cell);
    if (parsed) return *std::move(parsed);
    reject(column, "FORMAT", "INVALID_NAME");
    return {};
}

std::string RowReader::phone(std::string_view column) {
    const std::string cell = text(column);
    if (cell.empty()) return {};
    auto parsed = text::parse_phone(cell);
    if (parsed) return *std::move(parsed);
    reject(column, "FORMAT", "INVALID_PHONE");
    return {};
}

std::string RowReader::account(std::string_view column) {
    const std::string cell = text(column);
    if (cell.empty()) return {};
    auto parsed = parse_account(cell);
    if (parsed) return *std::move(parsed);
    reject(column, "FORMAT", "INVALID_ACCOUNT");
    return {};
}

Money RowReader::amount(std::string_view column) {
    const std::string cell = required(column);
    if (cell.empty()) return {};
    const auto parsed = Money::parse_yuan(cell);
    if (parsed && *parsed <= kMaxAmount) return *parsed;
    reject(column, "AMOUNT", "INVALID_AMOUNT");
    return {};
}

std::int32_t RowReader::count(std::string_view column, std::int32_t least, std::int32_t most) {
    const std::string cell = required(column);
    if (cell.empty()) return 0;
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error == std::errc{} && end == cell.data() + cell.size() && number >= least &&
        number <= most) {
        return number;
    }
    reject(column, "FORMAT", "INVALID_COUNT");
    return 0;
}

Date RowReader::date(std::string_view column) {
    const std::string cell = text(column);
    if (cell.empty()) return {};
    const auto parsed = parse_office_date(cell);
    if (parsed) return *parsed;
    reject(column, "DATE", "IMPOSSIBLE_DATE");
    return {};
}

std::optional<ResidentId> RowReader::identity(std::string_view column, const Rulers& rulers) {
    const std::string cell = text(column);
    if (cell.empty()) return std::nullopt;
    auto parsed = parse_resident_id(cell, rulers.today, rulers.synthetic_ids);
    if (parsed) return *std::move(parsed);
    reject(column, "IDENTITY", parsed.error().reason);
    return std::nullopt;
}

void RowReader::agree(const std::optional<ResidentId>& id, std::optional<Sex> sex, Date birth) {
    if (!id) return;
    if (sex && static_cast<int>(*sex) != static_cast<int>(id->sex)) {
        reject("性别", "IDENTITY", "SEX_DIFFERS");
    }
    if (birth.is_set() && birth != id->birth) {
        reject("出生日期", "IDENTITY", "BIRTH_DATE_DIFFERS");
    }
}

}  // namespace haven::registry::import
