#include "tools/haven/deliveries.hpp"

namespace haven {

audit::Oracle deliveries_booked_once(
    const std::map<Uuid, outreach::OutreachOracles::Cash>& given,
    const std::map<Uuid, disbursement::CashOracles::Booked>& paid) {
    audit::Oracle oracle{"DELIVERIES_BOOKED_ONCE", 0, "deliveries in cash"};
    for (const auto& [id, cash] : given) {
        const auto booked = paid.find(id);
        const bool agrees = booked != paid.end() && booked->second.times == 1 &&
                            booked->second.person == cash.person &&
                            booked->second.fund_line.uuid == cash.fund_line.uuid &&
                            booked->second.amount == cash.amount &&
                            booked->second.taken_back == (cash.recalled ? 1 : 0);
        oracle.see(agrees, "delivery " + id.to_string());
    }
    for (const auto& [id, _] : paid) {
        if (!given.contains(id)) oracle.see(false, "cash relief " + id.to_string());
    }
    return oracle;
}

}  // namespace haven
