// Shorthands for rows of the command table.
#pragma once

#include "tools/haven/client/commands.hpp"

namespace haven::client {

inline OptionSpec household() {
    return {"household", "household_id", "家庭档案编号", "id of the household file", true};
}

// A command that answers with its place in the log.
inline CommandSpec act(std::string path, std::string chinese, std::string english,
                       std::string example, std::string method, std::vector<OptionSpec> options) {
    return {std::move(path),
            std::move(chinese),
            std::move(english),
            std::move(example),
            std::move(method),
            std::move(options),
            "",
            {{"reply.version", "版本", "version"}, {"reply.offset", "序号", "offset"}}};
}

}  // namespace haven::client
