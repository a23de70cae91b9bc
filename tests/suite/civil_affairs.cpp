#include "tests/suite/civil_affairs.hpp"

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

namespace haven::spec {

CivilAffairs::CivilAffairs(const std::filesystem::path& folder)
    : folder_(folder), exchange_(folder) {
    for (const char* box : {"in", "out", "calendar"}) {
        std::filesystem::create_directories(folder_ / box);
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void CivilAffairs::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        for (const auto& request : exchange_.marked("in")) answer(request);
        answer_days();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

void CivilAffairs::answer_days() {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "calendar")) {
        if (entry.path().extension() != ".day") continue;
        const auto done = std::filesystem::path(entry.path()).replace_extension(".done");
        if (std::filesystem::exists(done)) continue;
        day_ = entry.path().stem().string();
        std::ofstream(done.string() + ".new") << "{}";
        std::filesystem::rename(done.string() + ".new", done);
    }
}

void CivilAffairs::answer(const exchange::Received& request) {
    using nlohmann::json;
    const json asked = json::parse(request.bytes);
    json people = json::array();
    for (const json& person : asked.at("persons")) {
        people.push_back(
            {{"seq", person.at("seq")}, {"found", true}, {"income_fen", 0}, {"note", nullptr}});
    }
    const std::string id = asked.at("request_id");
    const json said{{"request_id", id},
                    {"answered_on", day_},
                    {"state", "COMPLETE"},
                    {"error", nullptr},
                    {"persons", people},
                    {"household",
                     {{"income_fen", 2'000'000},
                      {"rigid_fen", 340'000},
                      {"signs", json::array()},
                      {"dibao", false},
                      {"relief_received", false},
                      {"months_below_line", 8}}}};
    static_cast<void>(exchange_.hand_over("out", id + ".answer", said.dump() + "\n"));
    exchange_.taken("in", request.name);
}

}  // namespace haven::spec
