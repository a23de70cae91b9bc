#include "services/disbursement/testing/bank.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "libs/base/money.hpp"
#include "libs/crypto/hash.hpp"

namespace haven::disbursement::testing {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& bytes) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(bytes);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        auto& row = rows.emplace_back();
        for (std::string field; std::getline(fields, field, '|');) row.push_back(field);
    }
    return rows;
}

}  // namespace

Bank::Bank(const std::filesystem::path& folder) : folder_(folder), exchange_(folder) {
    for (const char* box : {"in", "out", "inquiry", "answer", "calendar"}) {
        std::filesystem::create_directories(folder_ / box);
    }
    std::ofstream(folder_ / "calendar" / "next") << R"({"next_due": null})";
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Bank::~Bank() {
    thread_.request_stop();
}

void Bank::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            const std::lock_guard lock(mutex_);
            for (const auto& file : exchange_.marked("in")) take_payment(file);
            for (const auto& file : exchange_.marked("inquiry")) take_question(file);
            answer_days();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

void Bank::answer_days() {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "calendar")) {
        if (entry.path().extension() != ".day") continue;
        const auto done = std::filesystem::path(entry.path()).replace_extension(".done");
        if (std::filesystem::exists(done)) continue;
        day_ = entry.path().stem().string();
        std::erase(day_, '-');
        std::ofstream(done.string() + ".new") << "{}";
        std::filesystem::rename(done.string() + ".new", done);
    }
}

std::string Bank::reply_line(const std::string& card, const std::string& ref,
                             const std::string& amount, const Answer& answer) {
    switch (answer.kind) {
        case Answer::Kind::Credit: {
            const std::string serial = "S" + std::to_string(credits_.size() + 1);
            credits_.push_back({card, ref, serial, amount});
            return ref + "|OK||" + serial + '|' + amount + '|' + day_ + '\n';
        }
        case Answer::Kind::Refuse:
            return ref + "|FAILED|" + answer.code + "|||" + day_ + '\n';
        case Answer::Kind::StayUnknown:
            unknown_[ref] = {card, amount};
            return ref + "|UNKNOWN|IN_PROCESS|||" + day_ + '\n';
        case Answer::Kind::LeaveOut:
            unknown_[ref] = {card, amount};
            return {};
    }
    return {};
}

void Bank::take_payment(const exchange::Received& file) {
    last_file_ = file.bytes;
    const auto rows = rows_of(file.bytes);
    std::string lines;
    int credited = 0;
    int answered = 0;
    Money total;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::string& card = rows[i].at(1);
        Answer answer;
        if (auto& planned = answers_[card]; !planned.empty()) {
            answer = planned.front();
            planned.erase(planned.begin());
        }
        const std::string line = reply_line(card, rows[i].at(5), rows[i].at(3), answer);
        lines += line;
        if (!line.empty()) ++answered;
        if (answer.kind != Answer::Kind::Credit) continue;
        ++credited;
        total += Money::parse_yuan(rows[i].at(3)).value();
    }
    last_reply_ = rows[0].at(0) + "|PARTIAL||" + day_ + '|' + std::to_string(answered) + '|' +
                  std::to_string(credited) + '|' + std::to_string(total.in_fen()) + '\n' + lines;
    static_cast<void>(exchange_.hand_over("out", rows[0].at(0) + ".reply", last_reply_));
    exchange_.taken("in", file.name);
}

void Bank::take_question(const exchange::Received& file) {
    ++questions_;
    const auto rows = rows_of(file.bytes);
    std::string text = rows[0].at(0) + '|' + day_ + '|' + std::to_string(rows.size() - 1) + '\n';
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::string& ref = rows[i].at(0);
        const auto& [card, amount] = unknown_.at(ref);
        text += reply_line(card, ref, amount,
                           {found_out_ ? Answer::Kind::Credit : Answer::Kind::StayUnknown, ""});
    }
    last_answer_ = text;
    static_cast<void>(exchange_.hand_over("answer", rows[0].at(0) + ".ans", text));
    exchange_.taken("inquiry", file.name);
}

void Bank::will(const std::string& card, std::vector<Answer> answers) {
    const std::lock_guard lock(mutex_);
    answers_[card] = std::move(answers);
}

void Bank::finds_out() {
    const std::lock_guard lock(mutex_);
    found_out_ = true;
}

void Bank::returns(const std::string& card, const std::string& code) {
    const std::lock_guard lock(mutex_);
    const auto standing = std::ranges::find_if(
        credits_, [&](const Credit& c) { return c.card == card && !c.returned; });
    if (standing == credits_.end()) return;
    standing->returned = true;
    const std::string number = std::to_string(++returns_);
    const Money amount = Money::parse_yuan(standing->amount).value();
    const std::string text = day_ + "|1|" + std::to_string(amount.in_fen()) + '\n' + standing->ref +
                             '|' + standing->serial + "|R" + number + '|' + standing->amount + '|' +
                             day_ + '|' + code + '\n';
    last_return_ = text;
    static_cast<void>(exchange_.hand_over("out", day_ + '-' + number + ".return", text));
}

void Bank::lays(const std::string& box, const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / box / name, std::ios::binary) << bytes;
    std::ofstream(folder_ / box / (name + ".tmp")) << crypto::hex(crypto::sha256(bytes)) << '\n';
    std::filesystem::rename(folder_ / box / (name + ".tmp"), folder_ / box / (name + ".done"));
}

std::string Bank::last_return() const {
    const std::lock_guard lock(mutex_);
    return last_return_;
}
std::string Bank::last_answer() const {
    const std::lock_guard lock(mutex_);
    return last_answer_;
}

std::string Bank::last_reply() const {
    const std::lock_guard lock(mutex_);
    return last_reply_;
}
std::string Bank::last_file() const {
    const std::lock_guard lock(mutex_);
    return last_file_;
}
int Bank::standing_credits(const std::string& card) const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::ranges::count_if(
        credits_, [&](const Credit& c) { return c.card == card && !c.returned; }));
}
std::string Bank::ledger_json() const {
    const std::lock_guard lock(mutex_);
    std::string rows;
    for (const Credit& credit : credits_) {
        rows += rows.empty() ? "" : ",";
        rows += R"({"ref":")" + credit.ref + R"(","bank_serial":")" + credit.serial +
                R"(","amount_fen":)" +
                std::to_string(Money::parse_yuan(credit.amount).value().in_fen()) +
                R"(,"returned_on":)" + (credit.returned ? R"("2020-07-06")" : "null") + "}";
    }
    return R"({"credits":[)" + rows + "]}";
}
int Bank::questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
}

}  // namespace haven::disbursement::testing
