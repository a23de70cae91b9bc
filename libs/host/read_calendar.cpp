#include <fstream>
#include <iterator>
#include <stdexcept>

#include "libs/host/service.hpp"

namespace haven::host {

WorkingCalendar read_calendar(const ServiceContext& context) {
    const std::string name = context.name + ".calendar";
    const auto setting = context.settings.find("calendar");
    if (setting == context.settings.end()) {
        throw std::runtime_error(name + " is not set: the file of working days");
    }
    std::ifstream file(setting->second);
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    auto calendar = WorkingCalendar::parse(text);
    if (!calendar || text.empty()) {
        throw std::runtime_error(name + ": " + setting->second + " is not a calendar");
    }
    return *std::move(calendar);
}

}  // namespace haven::host
