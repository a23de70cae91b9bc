#include "services/scholarship/domain/pledge.hpp"

namespace haven::scholarship {
namespace {

using Events = std::vector<Pledge::Event>;
using State = Pledge::State;
using Allotment = Pledge::Allotment;
using AllotmentState = Pledge::AllotmentState;

constexpr int kMaxPieces = 100'000;

std::string key_of(const AwardYearRef& award) {
    return award.award.to_string() + '/' + std::to_string(award.year);
}
std::string paid_key(const AwardYearRef& award, const std::string& serial) {
    return "paid/" + key_of(award) + '/' + serial;
}
std::string returned_key(const AwardYearRef& award, const std::string& serial) {
    return "returned/" + key_of(award) + '/' + serial;
}
std::string gift_key(const std::string& goods, const AwardId& award) {
    return goods + '/' + award.to_string();
}

Result<void> check_made(const State& state) {
    if (state.made) return {};
    return failure(ErrorKind::Missing, "PLEDGE_MISSING", "there is no such pledge");
}

Result<void> check_new(const State& state, const std::string& key, const std::string& voucher) {
    if (!state.postings.contains(key)) return {};
    return failure(ErrorKind::Duplicate, "VOUCHER_USED", "this voucher is in the pledge already",
                   {{"voucher_no", voucher}});
}

Result<Events> make(const State& state, const MakePledge& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    const PledgeMade& pledge = command.pledge;
    HAVEN_CHECKED(check_number_word(pledge.code, "code"));
    HAVEN_CHECKED(check_number_word(pledge.agreement_no, "agreement_no"));
    HAVEN_CHECKED(check_amount(pledge.promised, "promised_fen"));
    if (pledge.sponsor.empty()) {
        return invalid("SPONSOR_MISSING", "sponsor", "who gives the money");
    }
    if (!state.made) return Events{pledge};
    if (state.pledge == pledge) return Events{};
    return failure(ErrorKind::Duplicate, "PLEDGE_EXISTS", "pledge " + pledge.code + " was made",
                   {{"code", pledge.code}});
}

Result<Events> receive(const State& state, const ReceivePledge& command, const Context& by) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_amount(command.amount, "amount_fen"));
    HAVEN_CHECKED(check_number_word(command.voucher_no, "voucher_no"));
    HAVEN_CHECKED(check_new(state, "voucher/" + command.voucher_no, command.voucher_no));
    if (state.defaulted) return refused("PLEDGE_ENDED", "the sponsor gives no more");
    const Money open = state.pledge.promised - state.received;
    if (command.amount > open) {
        return refused("ABOVE_PLEDGE", "more than is still open of the promise",
                       {{"open_fen", std::to_string(open.in_fen())}});
    }
    return Events{PledgeReceived{command.amount, command.voucher_no, by.business_date,
                                 state.pledge.fund_line}};
}

Result<Events> end(const State& state, const DefaultPledge& command, const Context& by) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const Money missing = state.pledge.promised - state.received;
    if (state.defaulted || missing == Money{}) return Events{};
    return Events{PledgeDefaulted{missing, command.reason}};
}

std::unexpected<Error> short_of(Money wanted, Money balance) {
    return refused("PLEDGE_SHORT", wanted.yuan() + " yuan wanted, " + balance.yuan() + " free",
                   {{"wanted_fen", std::to_string(wanted.in_fen())},
                    {"balance_fen", std::to_string(balance.in_fen())}});
}

Result<Events> give_back(const State& state, const GivePledgeBack& command, const Context& by) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_amount(command.amount, "amount_fen"));
    HAVEN_CHECKED(check_number_word(command.voucher_no, "voucher_no"));
    HAVEN_CHECKED(check_new(state, "back/" + command.voucher_no, command.voucher_no));
    if (command.amount > state.balance()) return short_of(command.amount, state.balance());
    return Events{PledgeGivenBack{command.amount, command.voucher_no}};
}

Result<Events> allot(const State& state, const AllotAward& command) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_amount(command.amount, "amount_fen"));
    const auto found = state.allotments.find(command.award);
    if (found != state.allotments.end() && found->second.state != AllotmentState::Released) {
        return Events{};
    }
    if (command.amount > state.balance()) {
        return Events{AllotmentRefused{command.award, command.amount, "PLEDGE_SHORT"}};
    }
    return Events{AwardAllotted{command.award, command.amount}};
}

Result<Allotment> allotment_of(const State& state, const AwardYearRef& award) {
    const auto found = state.allotments.find(award);
    if (found != state.allotments.end()) return found->second;
    return failure(ErrorKind::Missing, "ALLOTMENT_MISSING",
                   "the pledge has nothing for this award");
}

// Nothing to release where nothing could be allotted: the award may have ended before it was
// funded.
Result<Events> release(const State& state, const ReleaseAllotment& command) {
    const auto found = state.allotments.find(command.award);
    if (found == state.allotments.end()) return Events{};
    const Allotment& allotment = found->second;
    if (allotment.state == AllotmentState::Released) return Events{};
    if (allotment.state == AllotmentState::Paid) {
        return refused("ALREADY_PAID", "money that is paid is not released");
    }
    return Events{AllotmentReleased{command.award, allotment.amount}};
}

Result<Events> post_paid(const State& state, const PostAllotmentPaid& command) {
    HAVEN_TRY(const Allotment allotment, allotment_of(state, command.award));
    if (state.postings.contains(paid_key(command.award, command.bank_serial))) return Events{};
    if (allotment.state != AllotmentState::Allotted) {
        return refused("PAYMENT_NOT_EXPECTED", "this award is not waiting for a payment");
    }
    return Events{
        AllotmentPaid{command.award, allotment.amount, command.bank_serial, command.credited_on}};
}

Result<Events> post_returned(const State& state, const PostAllotmentReturned& command) {
    HAVEN_TRY(const Allotment allotment, allotment_of(state, command.award));
    if (state.postings.contains(returned_key(command.award, command.return_serial))) {
        return Events{};
    }
    if (allotment.state != AllotmentState::Paid) {
        return refused("RETURN_NOT_EXPECTED", "nothing of this award was paid");
    }
    return Events{AllotmentReturned{command.award, allotment.amount, command.return_serial,
                                    command.returned_on}};
}

Result<Events> receive_gift(const State& state, const ReceiveGift& command, const Context& by) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.goods, "goods"));
    HAVEN_CHECKED(check_number_word(command.receipt_no, "receipt_no"));
    HAVEN_CHECKED(check_new(state, "goods/" + command.receipt_no, command.receipt_no));
    if (command.pieces < 1 || command.pieces > kMaxPieces) {
        return invalid("INVALID_COUNT", "pieces", "1 to 100,000");
    }
    return Events{GiftInKindReceived{command.goods, command.pieces, command.receipt_no}};
}

Result<Events> hand_out(const State& state, const HandOutGift& command, const Context& by) {
    HAVEN_CHECKED(check_made(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.gifts.contains(gift_key(command.goods, command.award))) {
        return refused("GIFT_HANDED_OUT", "this student has it already");
    }
    if (!state.pledge.scheme.is_nil() && command.scheme != state.pledge.scheme) {
        return refused("SCHEME_DIFFERS", "the sponsor gives for another scheme's students");
    }
    if (command.revoked) return refused("AWARD_REVOKED", "who lost the award gets no gift of it");
    const auto goods = state.goods.find(command.goods);
    if (goods == state.goods.end() || goods->second.left() == 0) {
        return refused("GOODS_SHORT", "nothing of it is left", {{"goods", command.goods}});
    }
    return Events{GiftHandedOut{command.goods, command.award, by.business_date}};
}

}  // namespace

Result<Events> Pledge::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const MakePledge& c) { return make(state, c, by); },
        [&](const ReceivePledge& c) { return receive(state, c, by); },
        [&](const DefaultPledge& c) { return end(state, c, by); },
        [&](const GivePledgeBack& c) { return give_back(state, c, by); },
        [&](const AllotAward& c) { return allot(state, c); },
        [&](const ReleaseAllotment& c) { return release(state, c); },
        [&](const PostAllotmentPaid& c) { return post_paid(state, c); },
        [&](const PostAllotmentReturned& c) { return post_returned(state, c); },
        [&](const ReceiveGift& c) { return receive_gift(state, c, by); },
        [&](const HandOutGift& c) { return hand_out(state, c, by); });
}

State Pledge::evolve(State state, const Event& event) {
    match(
        event,
        [&](const PledgeMade& e) {
            state.made = true;
            state.pledge = e;
        },
        [&](const PledgeReceived& e) {
            state.received += e.amount;
            state.postings.insert("voucher/" + e.voucher_no);
        },
        [&](const PledgeDefaulted&) { state.defaulted = true; },
        [&](const PledgeGivenBack& e) {
            state.given_back += e.amount;
            state.postings.insert("back/" + e.voucher_no);
        },
        [&](const AwardAllotted& e) {
            state.allotted += e.amount;
            state.allotments[e.award] = {e.amount, AllotmentState::Allotted};
        },
        [&](const AllotmentRefused&) {},
        [&](const AllotmentReleased& e) {
            state.allotted -= e.amount;
            state.allotments.at(e.award).state = AllotmentState::Released;
        },
        [&](const AllotmentPaid& e) {
            state.allotted -= e.amount;
            state.paid += e.amount;
            state.allotments.at(e.award).state = AllotmentState::Paid;
            state.postings.insert(paid_key(e.award, e.bank_serial));
        },
        [&](const AllotmentReturned& e) {
            state.paid -= e.amount;
            state.allotted += e.amount;
            state.allotments.at(e.award).state = AllotmentState::Allotted;
            state.postings.insert(returned_key(e.award, e.return_serial));
        },
        [&](const GiftInKindReceived& e) {
            state.goods[e.goods].received += e.pieces;
            state.postings.insert("goods/" + e.receipt_no);
        },
        [&](const GiftHandedOut& e) {
            ++state.goods[e.goods].handed_out;
            state.gifts.insert(gift_key(e.goods, e.award));
        });
    HAVEN_CHECK(state.balance() >= Money{} && state.allotted >= Money{} && state.paid >= Money{});
    return state;
}

Effects Pledge::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* made = std::get_if<PledgeMade>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "pledge/" + made->code});
    }
    return effects;
}

}  // namespace haven::scholarship
