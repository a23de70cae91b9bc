#include <nlohmann/json.hpp>

#include "haven/registry/v1/file_requests.pb.h"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
using nlohmann::json;

// One field of the package; absent and null are the same.
Result<void> put(google::protobuf::Message& message, const json& from, const char* key,
                 const std::string& field) {
    if (!from.contains(key) || from[key].is_null()) return {};
    const json& value = from[key];
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

Result<void> read_member(const json& from, registry::MemberInput& member) {
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
    const std::string sex = from.value("sex", "");
    member.set_sex(sex == "M"   ? registry::SEX_MALE
                   : sex == "F" ? registry::SEX_FEMALE
                                : registry::SEX_UNSPECIFIED);
    return {};
}

// docs/formats.md 9 → the request.
Result<registry::SubmitApplicationRequest> read_package(const json& package) {
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
    const std::string round = package.value("round", "none");
    request.set_round(round == "2016-2020" ? registry::FILE_ROUND_2016_2020
                      : round == "2020-"   ? registry::FILE_ROUND_SINCE_2020
                                           : registry::FILE_ROUND_NONE);
    request.set_union_member(package.value("union_member", true));
    request.set_privacy_notice(package.value("privacy_notice", "2021-11"));
    request.set_residence(package.value("urban", true) ? registry::RESIDENCE_URBAN
                                                       : registry::RESIDENCE_RURAL);
    for (const auto& cause : package.value("causes", json::array())) {
        HAVEN_CHECKED(set_field(request, "causes", cause.get<std::string>()));
    }
    for (const auto& document : package.value("documents", json::array())) {
        HAVEN_CHECKED(
            put_all(*request.add_documents(), document, {{"kind", "kind"}, {"name", "name"}}));
    }
    for (const auto& member : package.value("members", json::array())) {
        HAVEN_CHECKED(read_member(member, *request.add_members()));
    }
    if (package.contains("payee")) {
        HAVEN_CHECKED(
            put_all(*request.mutable_payee(), package["payee"],
                    {{"seq", "seq"}, {"kind", "kind"}, {"account", "account"}, {"bank", "bank"}}));
    }
    return request;
}

std::unexpected<Error> not_a_package() {
    return invalid("NOT_A_PACKAGE", "file", "JSON as docs/formats.md 9 describes it");
}

}  // namespace

int run_apply(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    const auto text = read_file(given.text("file"));
    if (!text) return print_error(text.error(), language);
    const json package = json::parse(*text, nullptr, false);
    const auto request = [&]() -> Result<registry::SubmitApplicationRequest> {
        if (!package.is_object()) return not_a_package();
        try {
            return read_package(package);
        } catch (const json::exception&) {
            return not_a_package();  // a text where a list is due, for example
        }
    }();
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
