#include "services/employment/domain/screening.hpp"

#include <span>

#include "libs/base/text.hpp"
#include "libs/crypto/hash.hpp"

namespace haven::employment {
namespace {

constexpr std::u32string_view kDiscrimination[] = {
    U"限男",   U"限女",   U"男士优先", U"女士优先", U"男性优先", U"女性优先", U"男优先", U"女优先",
    U"只招男", U"只招女", U"只要男",   U"只要女",   U"要求男",   U"要求女",   U"已婚",   U"未婚",
    U"已育",   U"未育",   U"限本地户", U"本地户口", U"限汉族",   U"少数民族", U"宗教",   U"信教",
    U"乙肝",   U"五官",   U"相貌",     U"身高",     U"外地勿扰", U"星座",     U"属相"};
constexpr std::u32string_view kDeposit[] = {U"押金",   U"保证金",   U"扣押",   U"身份证原件",
                                            U"服装费", U"报名费",   U"培训费", U"培训贷",
                                            U"招转培", U"办理贷款", U"入职费", U"资料费"};
constexpr std::u32string_view kVague[] = {U"面议", U"待遇从优", U"工资面谈"};
// Said shortly before a phrase, in the same breath, these turn it round.
constexpr std::u32string_view kDenials = U"不无免勿";
constexpr std::u32string_view kBreaths = U",.;:|、。";
constexpr std::size_t kDenialReach = 6;

constexpr int kNarrowAge = 45;  // an upper limit below it shuts people out for their age
constexpr int kMaxPosts = 999;
constexpr int kWidestWage = 3;  // highest at most three times the lowest
constexpr std::size_t kContentBytes = 16;

std::u32string plain(std::string_view text) {
    std::u32string out;
    for (char32_t c : text::decode(text)) {
        if (c >= U'！' && c <= U'～') c = c - U'！' + U'!';
        const bool gap = c == U' ' || c == U'\u3000' || c == U'-' || c == U'\t' || c == U'·';
        if (!gap) out.push_back(c);
    }
    return out;
}

bool is_denied(std::u32string_view text, std::size_t at) {
    for (std::size_t back = 1; back <= kDenialReach && back <= at; ++back) {
        const char32_t c = text[at - back];
        if (kBreaths.contains(c)) return false;
        if (kDenials.contains(c)) return true;
    }
    return false;
}

std::string find_any(std::u32string_view text, std::span<const std::u32string_view> phrases) {
    for (const std::u32string_view phrase : phrases) {
        for (auto at = text.find(phrase); at != std::u32string_view::npos;
             at = text.find(phrase, at + 1)) {
            if (!is_denied(text, at)) return text::encode(phrase);
        }
    }
    return {};
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

// "35岁以下", "40周岁以内": an upper limit in words.
std::string find_narrow_age(std::u32string_view text) {
    for (auto at = text.find(U"岁"); at != std::u32string_view::npos;
         at = text.find(U"岁", at + 1)) {
        const std::u32string_view after = text.substr(at + 1, 2);
        if (after != U"以下" && after != U"以内" && !after.starts_with(U"内")) continue;
        std::size_t end = at;
        if (end > 0 && text[end - 1] == U'周') --end;
        std::size_t begin = end;
        while (begin > 0 && end - begin < 3 && is_digit(text[begin - 1])) --begin;
        int age = 0;
        for (const char32_t c : text.substr(begin, end - begin)) {
            age = age * 10 + static_cast<int>(c - U'0');
        }
        if (end > begin && age < kNarrowAge) {
            return text::encode(text.substr(begin, at - begin + 1)) + text::encode(after);
        }
    }
    return {};
}

AdFault discrimination(const VacancyTerms& terms, std::u32string_view said) {
    using enum VacancyRejection;
    if (auto phrase = find_any(said, kDiscrimination); !phrase.empty()) {
        return {Discrimination, phrase};
    }
    if (auto phrase = find_narrow_age(said); !phrase.empty()) return {Discrimination, phrase};
    if (terms.max_age != 0 && terms.max_age < kNarrowAge) return {Discrimination, "max_age"};
    return {};
}

AdFault vague(const VacancyTerms& terms, std::u32string_view said) {
    using enum VacancyRejection;
    if (auto phrase = find_any(said, kVague); !phrase.empty()) return {Vague, phrase};
    if (terms.posts < 1 || terms.posts > kMaxPosts) return {Vague, "posts"};
    const bool wage = terms.wage_min > Money{} && terms.wage_min <= terms.wage_max &&
                      terms.wage_max.in_fen() <= kWidestWage * terms.wage_min.in_fen();
    if (!wage) return {Vague, "wage"};
    if (terms.conditions.empty()) return {Vague, "conditions"};
    if (terms.insurance == InsuranceCover::Unset) return {Vague, "insurance"};
    if (terms.min_schooling == SchoolingLevel::Unset) return {Vague, "min_schooling"};
    return {};
}

}  // namespace

AdFault screen_ad(const VacancyTerms& terms) {
    // A phrase does not begin in one text and end in the other.
    const std::u32string said = plain(terms.occupation) + U"|" + plain(terms.conditions);
    if (AdFault fault = discrimination(terms, said); fault != AdFault{}) return fault;
    if (auto phrase = find_any(said, kDeposit); !phrase.empty()) {
        return {VacancyRejection::Deposit, phrase};
    }
    return vague(terms, said);
}

std::string content_of(const VacancyTerms& terms) {
    std::string all = terms.uscc + "|" + text::encode(plain(terms.occupation)) + "|" +
                      text::encode(plain(terms.conditions)) + "|" + terms.division;
    for (const std::int64_t number : {terms.wage_min.in_fen(), terms.wage_max.in_fen(),
                                      static_cast<std::int64_t>(terms.min_schooling),
                                      std::int64_t{terms.min_age}, std::int64_t{terms.max_age}}) {
        all += "|" + std::to_string(number);
    }
    return crypto::hex(crypto::sha256(all)).substr(0, 2 * kContentBytes);
}

}  // namespace haven::employment
