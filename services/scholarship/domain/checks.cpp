#include "services/scholarship/domain/checks.hpp"

#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

StageLevel level_of(StudyStage stage) {
    switch (stage) {
        case StudyStage::SeniorHigh:
        case StudyStage::SecondaryVocational:
            return StageLevel::SeniorSecondary;
        case StudyStage::JuniorCollege:
        case StudyStage::Undergraduate:
        case StudyStage::TopUp:
            return StageLevel::Higher;
        case StudyStage::Graduate:
            return StageLevel::Graduate;
        case StudyStage::Unset:
            break;
    }
    return StageLevel::Unset;
}

Result<void> check_staff(const Context& by) {
    if (!by.actor.is_nil()) return {};
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

Result<void> check_amount(Money amount, std::string_view field) {
    if (amount > Money{} && amount <= kMaxAmount) return {};
    return invalid("INVALID_AMOUNT", std::string(field), "1 to 100,000,000,000 fen");
}

Result<void> check_past(Date day, std::string_view field, const Context& by) {
    if (day.is_set() && day <= by.business_date) return {};
    return invalid("INVALID_DATE", std::string(field), "a day up to the business date");
}

std::unexpected<Error> same_person(std::string message) {
    return refused("SAME_PERSON", std::move(message));
}

}  // namespace haven::scholarship
