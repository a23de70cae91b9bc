#include "services/registry/ports/civil_affairs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/telemetry/journal.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry::ports {

namespace {

using nlohmann::json;

constexpr int kRequestsAPage = 500;
constexpr int kSubmitDeadlineMs = 10'000;
constexpr int kMonthsChecked = 12;
// Requests come in at other moments than a step: how long one may lie before the table is read.
constexpr std::int64_t kLookEveryMicros = 100'000;

constexpr std::string_view kRequestSuffix = ".request";
constexpr std::string_view kAnswerSuffix = ".answer";

constexpr std::string_view kErrors[] = {"NOT_AUTHORISED", "SYSTEM_UNAVAILABLE", "BAD_REQUEST"};

std::string_view relation_word(Relation relation) {
    constexpr std::string_view kWords[] = {"OTHER",    "HEAD",       "SPOUSE", "SON",
                                           "DAUGHTER", "FATHER",     "MOTHER", "GRANDPARENT",
                                           "SIBLING",  "GRANDCHILD", "OTHER"};
    return kWords[static_cast<std::size_t>(relation)];  // no other number gets past the edge
}

std::optional<PropertySign> sign_of(const std::string& word) {
    static const std::map<std::string, PropertySign> words = {
        {"HOMES_GE_2", PropertySign::HomesGe2},
        {"SHOP_OR_EMPLOYER", PropertySign::ShopOrEmployer},
        {"HIGH_FEE_SCHOOL_GT_2X", PropertySign::HighFeeSchoolGt2x},
        {"SELF_FUNDED_ABROAD", PropertySign::SelfFundedAbroad},
        {"NON_LIVELIHOOD_VEHICLE", PropertySign::NonLivelihoodVehicle}};
    const auto found = words.find(word);
    if (found == words.end()) return std::nullopt;
    return found->second;
}

std::unexpected<Error> bad_answer(std::string field) {
    return invalid("BAD_ANSWER", std::move(field), "as docs/formats.md 6 says");
}

Result<MeansFigures> figures_of(const json& household) {
    MeansFigures figures;
    try {
        figures.income = Money::fen(household.at("income_fen").get<std::int64_t>());
        figures.rigid = Money::fen(household.at("rigid_fen").get<std::int64_t>());
        figures.dibao = household.at("dibao").get<bool>();
        figures.relief_received = household.at("relief_received").get<bool>();
        figures.months_below_line = household.at("months_below_line").get<std::int32_t>();
        for (const auto& word : household.at("signs")) {
            const auto sign = sign_of(word.get<std::string>());
            if (!sign) return bad_answer("household.signs");
            figures.signs.push_back(*sign);
        }
    } catch (const json::exception&) {
        return bad_answer("household");
    }
    return figures;
}

// The answer's content; nothing of a person is in it but positions.
Result<MeansCheckReturned> answer_of(const std::string& bytes) {
    const json said = json::parse(bytes, nullptr, false);
    if (said.is_discarded()) return bad_answer("answer");
    MeansCheckReturned answer;
    try {
        HAVEN_TRY(answer.request, Uuid::parse(said.at("request_id").get<std::string>()));
        HAVEN_TRY(answer.answered_on, Date::parse(said.at("answered_on").get<std::string>()));
        const auto state = said.at("state").get<std::string>();
        for (const auto& person : said.at("persons")) {
            if (!person.at("found").get<bool>()) {
                answer.unmatched.push_back(person.at("seq").get<std::int32_t>());
            }
        }
        if (state == "COMPLETE") {
            answer.state = MeansCheckState::Complete;
            HAVEN_TRY(answer.figures, figures_of(said.at("household")));
        } else if (state == "PARTIAL") {
            answer.state = MeansCheckState::Partial;
        } else if (state == "ERROR") {
            answer.state = MeansCheckState::Error;
            answer.error = said.at("error").get<std::string>();
            // Stored in plaintext: a word of the format, never a sentence (I35).
            if (std::ranges::find(kErrors, answer.error) == std::end(kErrors)) {
                return bad_answer("error");
            }
        } else {
            return bad_answer("state");
        }
    } catch (const json::exception&) {
        return bad_answer("answer");
    }
    return answer;
}

}  // namespace

CivilAffairs::CivilAffairs(Surroundings& around, const std::filesystem::path& exchange_dir)
    : around_(around), folder_(exchange_dir / "civil-affairs") {}

bool CivilAffairs::step(Date business_date) {
    const Instant now = around_.now();
    const bool look =
        look_again_ || told_ != business_date || now.micros - looked_.micros >= kLookEveryMicros;
    if (look) {
        looked_ = now;
        look_again_ = false;
    }
    bool any = look && hand_over_requests();
    if (told_ != business_date) {
        folder_.tell_day(business_date);
        told_ = business_date;
        any = true;
    }
    return take_in_answers(business_date) || any;
}

bool CivilAffairs::idle(Date business_date) {
    if (told_ != business_date || !folder_.day_done(business_date)) return false;
    if (!folder_.nothing_marked("in")) return false;
    if (!folder_.nothing_marked("out") && put_aside().empty()) return false;
    look_again_ = !not_handed_over().empty();
    return !look_again_;
}

std::optional<Date> CivilAffairs::next_day() const {
    if (!folder_.nothing_marked("in")) return std::nullopt;
    return folder_.next_due();
}

// Page by page: more than a page may be awaited, and those at its front be handed over already.
std::vector<queries::CheckRow> CivilAffairs::not_handed_over() {
    access::ScopedRead read(around_.readers, around_.federations);
    std::vector<queries::CheckRow> found;
    Uuid after;
    while (true) {
        auto page = queries::means_checks(read, true, Uuid{}, after, kRequestsAPage);
        const bool last = page.size() < static_cast<std::size_t>(kRequestsAPage);
        if (!page.empty()) after = page.back().request;
        for (queries::CheckRow& check : page) {
            if (!handed_over_.contains(check.request)) found.push_back(std::move(check));
        }
        if (last || found.size() >= static_cast<std::size_t>(kRequestsAPage)) return found;
    }
}

bool CivilAffairs::hand_over_requests() {
    bool any = false;
    for (const queries::CheckRow& check : not_handed_over()) {
        const std::string name = check.request.to_string() + std::string(kRequestSuffix);
        if (!folder_.has("in", name)) {
            const auto body = request_body(check);
            if (!body) continue;  // the vault's refusal is a person's erasure: nobody to ask about
            if (!folder_.hand_over("in", name, *body)) continue;
            any = true;
        }
        handed_over_.insert(check.request);
    }
    return any;
}

Result<std::string> CivilAffairs::request_body(const queries::CheckRow& check) {
    std::vector<Member> members;
    {
        access::ScopedRead read(around_.readers, around_.federations);
        members = queries::members(read, check.household);
    }
    std::vector<vault::Cipher> ciphers;
    for (const Member& member : members) {
        ciphers.push_back({member.person, "name", member.name.cipher});
        if (!member.id_number.cipher.empty()) {
            ciphers.push_back({member.person, "id_number", member.id_number.cipher});
        }
    }
    HAVEN_TRY(const auto opened,
              around_.vault.open({.actor = {},
                                  .service = "registry",
                                  .code = "MEANS_CHECK",
                                  .subject = "household/" + check.household.to_string()},
                                 ciphers));
    json persons = json::array();
    std::size_t next = 0;
    for (const Member& member : members) {
        const std::string name = opened[next++].value_or("");
        std::string number;
        if (!member.id_number.cipher.empty()) number = opened[next++].value_or("");
        const bool adult = is_adult(member, check.requested_on);
        persons.push_back({{"seq", member.seq},
                           {"name", name},
                           {"id_number", number},
                           {"relation", relation_word(member.relation)},
                           {"authorised", adult ? json(member.authorised) : json(nullptr)}});
    }
    return json{{"request_id", check.request.to_string()},
                {"requested_on", check.requested_on.to_string()},
                {"division", check.division},
                {"months", kMonthsChecked},
                {"persons", persons}}
               .dump() +
           "\n";
}

bool CivilAffairs::take_in_answers(Date business_date) {
    bool any = false;
    for (const exchange::Received& file : folder_.marked("out")) {
        if (is_aside(file.name)) continue;
        const auto taken = take_in(file.name, file.bytes, business_date);
        if (taken) {
            folder_.taken("out", file.name);
            any = true;
        } else if (taken.error().kind != ErrorKind::Unavailable &&
                   taken.error().kind != ErrorKind::Exhausted) {
            put_aside(file.name, taken.error().reason);
        }
    }
    return any;
}

void CivilAffairs::put_aside(const std::string& file, const std::string& reason) {
    telemetry::journal("error", "civil affairs' file cannot be taken in",
                       {{"file", file}, {"reason", reason}});
    const std::lock_guard lock(mutex_);
    put_aside_[file] = reason;
}

bool CivilAffairs::is_aside(const std::string& file) const {
    const std::lock_guard lock(mutex_);
    return put_aside_.contains(file);
}

std::map<std::string, std::string> CivilAffairs::put_aside() const {
    const std::lock_guard lock(mutex_);
    return put_aside_;
}

Result<void> CivilAffairs::take_in(const std::string& name, const std::string& bytes,
                                   Date business_date) {
    if (!name.ends_with(kAnswerSuffix)) return bad_answer("name");
    HAVEN_TRY(MeansCheckReturned answer, answer_of(bytes));
    std::optional<queries::CheckRow> check;
    {
        access::ScopedRead read(around_.readers, around_.federations);
        check = queries::means_check(read, answer.request);
    }
    if (!check) return failure(ErrorKind::Missing, "UNKNOWN_REQUEST", "we asked no such question");
    log::Meta meta;
    meta.at = around_.now();
    meta.business_date = business_date;
    meta.purpose = "MEANS_CHECK";
    const auto reply = writer::submit_and_wait(
        around_.writer,
        {.aggregate = &household_aggregate(),
         .federation = check->federation,
         .stream = check->household.uuid,
         .command_id = crypto::derive_uuid(answer.request, "answer"),
         .request_hash = crypto::sha256(bytes),
         .meta = std::move(meta),
         .command = Household::Command(RecordMeansCheckResult{std::move(answer)})},
        kSubmitDeadlineMs);
    // An answer to a question that was asked anew since: settled, nothing to record.
    if (reply || reply.error().reason == "NOT_THE_LAST_REQUEST") return {};
    return std::unexpected(reply.error());
}

}  // namespace haven::registry::ports
