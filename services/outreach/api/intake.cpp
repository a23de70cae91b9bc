#include "services/outreach/api/intake.hpp"

#include <algorithm>
#include <optional>

#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/vault/vault.hpp"

namespace haven::outreach {
namespace {

constexpr int kMaxRows = 1'000;

std::string at(const char* list, int row, const char* field) {
    return std::string(list) + '[' + std::to_string(row) + "]." + field;
}

// Errors: those of libs/base/resident_id and text, told of these fields.
Result<vault::ResolveRequest> named_person(const ApiContext& context, FederationNo federation,
                                           const std::string& name, const std::string& id_number,
                                           const std::string& name_field,
                                           const std::string& number_field) {
    HAVEN_TRY(std::string parsed, in_field(text::parse_name(name), name_field));
    HAVEN_TRY(const ResidentId number,
              in_field(parse_resident_id(id_number, context.host.business_date(),
                                         !context.host.production),
                       number_field));
    if (number.upgraded) {
        return invalid("ID_NUMBER_FORM", number_field,
                       "18 characters; 15 digits are of the old system");
    }
    return vault::ResolveRequest{
        {vault::IdType::ResidentId, number.number}, std::move(parsed), federation};
}

// People of one request: checked one by one, resolved and sealed together.
class People {
  public:
    People(const ApiContext& context, FederationNo federation)
        : context_(context), federation_(federation) {}

    // Its place among the resolved.
    Result<std::size_t> add(const std::string& name, const std::string& id_number, const char* list,
                            int row) {
        HAVEN_TRY(auto person, named_person(context_, federation_, name, id_number,
                                            at(list, row, "name"), at(list, row, "id_number")));
        return add(std::move(person));
    }
    std::size_t add(vault::ResolveRequest person) {
        asked_.push_back(std::move(person));
        return asked_.size() - 1;
    }
    Result<void> resolve(const Uuid& command_id) {
        if (asked_.empty()) return {};
        HAVEN_TRY(const auto ids, context_.host.vault->resolve(asked_));
        std::vector<vault::Plain> names;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            names.push_back({ids[i], "name", asked_[i].name});
        }
        HAVEN_TRY(const auto sealed, context_.host.vault->seal(command_id, names));
        for (const vault::Sealed& one : sealed) names_.push_back({one.person, one.cipher});
        return {};
    }
    [[nodiscard]] const Sealed& name(std::size_t place) const { return names_.at(place); }
    // A sheet whose names and numbers were cleared, with who they are.
    template <class Sheet>
    [[nodiscard]] std::string sealed(const Sheet& cleared) const {
        std::string text = cleared.SerializeAsString();
        for (const Sealed& one : names_) text += one.person.to_string() + one.cipher;
        return text;
    }

  private:
    const ApiContext& context_;
    const FederationNo federation_;
    std::vector<vault::ResolveRequest> asked_;
    std::vector<Sealed> names_;
};

Result<void> check_size(int rows) {
    if (rows >= 1 && rows <= kMaxRows) return {};
    return invalid("INVALID_COUNT", "sheet", "1 to 1,000 rows");
}

constexpr std::size_t kMaxLogin = 30;  // what is longer and no UUID is one that was damaged

// By id, or by the login that the registry derives an id from.
Result<StaffId> asked_staff(const std::string& id_or_login, const std::string& field) {
    if (const auto id = Uuid::parse(id_or_login)) return StaffId{*id};
    if (id_or_login.size() <= kMaxLogin && check_number_word(id_or_login, field)) {
        return StaffId{crypto::uuid_of_code("staff", id_or_login)};
    }
    return invalid("INVALID_STAFF", field, "staff id or login");
}

Result<Visit> read_visit(const pb::VisitInput& row, int i) {
    HAVEN_CHECKED(check_enterprise(row.enterprise(), at("visits", i, "enterprise").c_str()));
    HAVEN_CHECKED(check_node(row.refer_node(), at("visits", i, "refer_node").c_str()));
    HAVEN_TRY(const Date day, asked_date(row.visited_on(), at("visits", i, "visited_on").c_str()));
    Visit visit{.receipt_no = row.receipt_no(),
                .people = row.people(),
                .kind = static_cast<RecipientKind>(row.kind()),
                .enterprise = row.enterprise(),
                .cash = Money::fen(row.cash_fen()),
                .fund_line = FundLineId{fund_line_of(row.fund_line())},
                .cash_reason = static_cast<CashReason>(row.cash_reason()),
                .goods = read_goods(row.goods()),
                .visited_on = day,
                .off_list_reason = row.off_list_reason(),
                .failure = static_cast<VisitFailure>(row.failure()),
                .refer_to = federation_of(row.refer_to_federation()),
                .refer_node = row.refer_node()};
    for (const int sign : row.signs()) visit.signs.push_back(static_cast<HardshipSign>(sign));
    if (!row.witness().empty()) {
        HAVEN_TRY(visit.witness, asked_staff(row.witness(), at("visits", i, "witness")));
    }
    if (!row.person_id().empty()) {
        HAVEN_TRY(const Uuid person,
                  asked_uuid(row.person_id(), at("visits", i, "person_id").c_str()));
        visit.person = PersonId{person};
    }
    return visit;
}

// The paper says which delivery it is: the same note typed in and merged is one.
void name_delivery(Visit& visit, const GroupRow& group) {
    const std::string of = visit.receipt_no.empty()
                               ? visit.person.to_string() + '/' + visit.visited_on.to_string()
                               : visit.receipt_no;
    visit.delivery = DeliveryId{crypto::uuid_of_code("delivery", group.id.to_string() + '/' + of)};
}

}  // namespace

Result<TakenIn<Recipient>> take_in(const ApiContext& context, const Uuid& command_id,
                                   FederationNo federation, const pb::RecipientSheet& sheet) {
    HAVEN_CHECKED(check_size(sheet.rows_size()));
    People people(context, federation);
    std::vector<Recipient> recipients;
    pb::RecipientSheet cleared = sheet;
    for (int i = 0; i < sheet.rows_size(); ++i) {
        const pb::RecipientInput& row = sheet.rows(i);
        HAVEN_CHECKED(people.add(row.name(), row.id_number(), "rows", i));
        HAVEN_CHECKED(check_enterprise(row.enterprise(), at("rows", i, "enterprise").c_str()));
        recipients.push_back({.kind = static_cast<RecipientKind>(row.kind()),
                              .enterprise = row.enterprise(),
                              .plan = Money::fen(row.plan_fen()),
                              .fund_line = FundLineId{fund_line_of(row.fund_line())},
                              .goods = read_goods(row.goods())});
        cleared.mutable_rows(i)->clear_name();
        cleared.mutable_rows(i)->clear_id_number();
    }
    HAVEN_CHECKED(people.resolve(command_id));
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        recipients[i].name = people.name(i);
        recipients[i].person = people.name(i).person;
    }
    return TakenIn<Recipient>{std::move(recipients), people.sealed(cleared)};
}

Result<NotedVisit> read_note(const ApiContext& context, const pb::VisitInput& row, int i,
                             const GroupRow& group) {
    if (row.refer_to_federation() != 0) {
        HAVEN_CHECKED(check_federation(context, row.refer_to_federation(),
                                       at("visits", i, "refer_to_federation")));
    }
    HAVEN_TRY(Visit visit, read_visit(row, i));
    NotedVisit noted{std::move(visit), std::nullopt};
    if (!row.id_number().empty() && row.person_id().empty()) {
        HAVEN_TRY(noted.by_number,
                  named_person(context, group.federation, row.name(), row.id_number(),
                               at("visits", i, "name"), at("visits", i, "id_number")));
    }
    return noted;
}

Result<TakenIn<Visit>> take_in(const ApiContext& context, const Uuid& command_id,
                               const GroupRow& group, const pb::VisitSheet& cleared,
                               std::vector<NotedVisit> noted) {
    People people(context, group.federation);
    std::vector<std::pair<std::size_t, std::size_t>> named;  // visit, place among people
    std::vector<Visit> visits;
    for (NotedVisit& one : noted) {
        if (one.by_number) named.emplace_back(visits.size(), people.add(*one.by_number));
        visits.push_back(std::move(one.visit));
    }
    HAVEN_CHECKED(people.resolve(command_id));
    for (const auto& [visit, place] : named) {
        visits[visit].name = people.name(place);
        visits[visit].person = people.name(place).person;
    }
    for (Visit& visit : visits) name_delivery(visit, group);
    return TakenIn<Visit>{std::move(visits), people.sealed(cleared)};
}

Result<TakenIn<Visit>> take_in(const ApiContext& context, const Uuid& command_id,
                               const GroupRow& group, const pb::VisitSheet& sheet) {
    HAVEN_CHECKED(check_size(sheet.visits_size()));
    pb::VisitSheet cleared = sheet;
    std::vector<NotedVisit> noted;
    for (int i = 0; i < sheet.visits_size(); ++i) {
        HAVEN_TRY(NotedVisit one, read_note(context, sheet.visits(i), i, group));
        noted.push_back(std::move(one));
        cleared.mutable_visits(i)->clear_name();
        cleared.mutable_visits(i)->clear_id_number();
    }
    return take_in(context, command_id, group, cleared, std::move(noted));
}

Result<TakenIn<Sealed>> take_in(const ApiContext& context, const Uuid& command_id,
                                FederationNo federation, const pb::TraineeSheet& sheet) {
    HAVEN_CHECKED(check_size(sheet.rows_size()));
    People people(context, federation);
    for (int i = 0; i < sheet.rows_size(); ++i) {
        HAVEN_CHECKED(people.add(sheet.rows(i).name(), sheet.rows(i).id_number(), "rows", i));
    }
    HAVEN_CHECKED(people.resolve(command_id));
    std::vector<Sealed> names;
    for (int i = 0; i < sheet.rows_size(); ++i) {
        names.push_back(people.name(static_cast<std::size_t>(i)));
    }
    return TakenIn<Sealed>{std::move(names), people.sealed(pb::TraineeSheet())};
}

}  // namespace haven::outreach
