#include "tools/haven/client/apply.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
using nlohmann::json;
using Fields = std::initializer_list<const char*>;

std::unexpected<Error> not_a_package() {
    return invalid("NOT_A_PACKAGE", "file", "JSON as docs/formats.md 9 describes it");
}

// A field that nobody knows is a slip of the pen: what was meant would be missing.
Result<void> knows(const json& object, Fields fields) {
    if (!object.is_object()) return not_a_package();
    for (const auto& [key, _] : object.items()) {
        const bool known = std::ranges::any_of(fields, [&](const char* one) { return key == one; });
        if (!known) return invalid("NOT_A_PACKAGE", key, "a field of the package, or nothing");
    }
    return {};
}

// One field of the package; absent and null are the same.
Result<void> put(google::protobuf::Message& message, const json& from, const char* key,
                 const std::string& field) {
    if (!from.contains(key) || from[key].is_null()) return {};
    const json& value = from[key];
    // Elsewhere "12.50" is yuan; a field that says fen in a file holds fen.
    if (std::string_view(key).ends_with("_fen") && !value.is_number_integer()) {
        return invalid("NOT_A_PACKAGE", key, "a whole number");
    }
    const std::string text = value.is_string()    ? value.get<std::string>()
                             : value.is_boolean() ? (value.get<bool>() ? "true" : "false")
                                                  : value.dump();
    auto set = set_field(message, field, text);
    if (!set) {
        set.error().fields = {{key, set.error().fields.empty()
                                        ? set.error().message
                                        : set.error().fields[0].description}};
    }
    return set;
}

Result<void> put_all(google::protobuf::Message& message, const json& from,
                     std::initializer_list<std::pair<const char*, const char*>> fields) {
    for (const auto& [key, field] : fields) HAVEN_CHECKED(put(message, from, key, field));
    return {};
}

Result<bool> flag(const json& from, const char* key, bool otherwise) {
    if (!from.contains(key) || from[key].is_null()) return otherwise;
    if (!from[key].is_boolean()) return invalid("NOT_A_PACKAGE", key, "true or false");
    return from[key].get<bool>();
}

// The number that stands for one of the words.
template <class Enum>
Result<Enum> word(const json& from, const char* key,
                  std::span<const std::pair<const char*, Enum>> words) {
    const json value = from.contains(key) ? from[key] : json();
    std::string all;
    for (const auto& [text, number] : words) {
        if (value == text) return number;
        all += (all.empty() ? "one of " : ", ") + std::string(text);
    }
    return invalid("NOT_A_PACKAGE", key, all);
}

constexpr std::pair<const char*, registry::Sex> kSexes[] = {{"M", registry::SEX_MALE},
                                                            {"F", registry::SEX_FEMALE}};
constexpr std::pair<const char*, registry::FileRound> kRounds[] = {
    {"2016-2020", registry::FILE_ROUND_2016_2020},
    {"2020-", registry::FILE_ROUND_SINCE_2020},
    {"none", registry::FILE_ROUND_NONE}};

Result<void> read_member(const json& from, registry::MemberInput& member) {
    HAVEN_CHECKED(knows(
        from, {"seq", "relation", "name", "id_number", "sex", "birth_date", "phone", "address",
               "work", "health", "schooling", "yearly_income_fen", "authorised", "diagnosis"}));
    HAVEN_CHECKED(put_all(member, from,
                          {{"seq", "seq"},
                           {"relation", "relation"},
                           {"name", "name"},
                           {"id_number", "id_number"},
                           {"birth_date", "birth_date"},
                           {"phone", "phone"},
                           {"address", "address"},
                           {"work", "work"},
                           {"health", "health"},
                           {"schooling", "schooling"},
                           {"yearly_income_fen", "yearly_income_fen"},
                           {"authorised", "authorised"},
                           {"diagnosis", "diagnosis"}}));
    HAVEN_TRY(const registry::Sex sex, word<registry::Sex>(from, "sex", kSexes));
    member.set_sex(sex);
    return {};
}

Result<registry::SubmitApplicationRequest> read_object(const json& package) {
    HAVEN_CHECKED(knows(package, {"union_node", "division", "urban", "migrant", "labour_months",
                                  "employer_uscc", "tier", "round", "causes", "documents",
                                  "members", "payee", "declared_income_fen", "declared_rigid_fen",
                                  "self_paid_medical_fen", "union_member", "privacy_notice"}));
    registry::SubmitApplicationRequest request;
    request.set_command_id(new_command_id());
    HAVEN_CHECKED(put_all(request, package,
                          {{"union_node", "union_node"},
                           {"division", "division"},
                           {"migrant", "migrant"},
                           {"labour_months", "labour_months"},
                           {"employer_uscc", "employer_uscc"},
                           {"tier", "tier"},
                           {"declared_income_fen", "declared_income_fen"},
                           {"declared_rigid_fen", "declared_rigid_fen"},
                           {"self_paid_medical_fen", "self_paid_medical_fen"}}));
    HAVEN_TRY(const registry::FileRound round,
              word<registry::FileRound>(package, "round", kRounds));
    request.set_round(round);
    HAVEN_TRY(const bool union_member, flag(package, "union_member", true));
    request.set_union_member(union_member);
    request.set_privacy_notice(package.value("privacy_notice", "2021-11"));
    HAVEN_TRY(const bool urban, flag(package, "urban", true));
    request.set_residence(urban ? registry::RESIDENCE_URBAN : registry::RESIDENCE_RURAL);
    for (const auto& cause : package.value("causes", json::array())) {
        HAVEN_CHECKED(set_field(request, "causes", cause.get<std::string>()));
    }
    for (const auto& document : package.value("documents", json::array())) {
        HAVEN_CHECKED(knows(document, {"kind", "name"}));
        HAVEN_CHECKED(
            put_all(*request.add_documents(), document, {{"kind", "kind"}, {"name", "name"}}));
    }
    for (const auto& member : package.value("members", json::array())) {
        HAVEN_CHECKED(read_member(member, *request.add_members()));
    }
    if (package.contains("payee")) {
        HAVEN_CHECKED(knows(package["payee"], {"seq", "kind", "account", "bank"}));
        HAVEN_CHECKED(
            put_all(*request.mutable_payee(), package["payee"],
                    {{"seq", "seq"}, {"kind", "kind"}, {"account", "account"}, {"bank", "bank"}}));
    }
    return request;
}

}  // namespace

Result<registry::SubmitApplicationRequest> read_package(const std::string& text) {
    const json package = json::parse(text, nullptr, false);
    if (!package.is_object()) return not_a_package();
    try {
        return read_object(package);
    } catch (const json::exception&) {
        return not_a_package();  // a text where a list is due, for example
    }
}

int run_apply(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    const auto text = read_file(given.text("file"));
    if (!text) return print_error(text.error(), language);
    const auto request = read_package(*text);
    if (!request) {
        print_error(request.error(), language);
        return 2;
    }
    registry::SubmitApplicationResponse reply;
    const auto done =
        session.call("haven.registry.v1.RegistryService/SubmitApplication", *request, reply);
    if (!done) return print_error(done.error(), language);
    show(session, table_of(reply, "",
                           {{"household_id", "档案", "file"},
                            {"federation", "工会", "federation"},
                            {"reply.version", "版本", "version"}}));
    return 0;
}

}  // namespace haven::client
