// Codecs: plain events of the domain ↔ messages of scholarship_events.proto. One struct per
// aggregate, as make_aggregate() wants it. Pure; thread-safe. Bytes of our own log that cannot be
// read abort: own history must be readable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "libs/log/log.hpp"
#include "services/scholarship/domain/application.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/domain/award_roll.hpp"
#include "services/scholarship/domain/family_file.hpp"
#include "services/scholarship/domain/pledge.hpp"
#include "services/scholarship/domain/scheme.hpp"

namespace haven::scholarship {

struct SchemeCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Scheme::Event& event);
    static std::optional<Scheme::Event> decode(std::string_view type, int schema_version,
                                               std::string_view payload);
};
struct PledgeCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Pledge::Event& event);
    static std::optional<Pledge::Event> decode(std::string_view type, int schema_version,
                                               std::string_view payload);
};
struct ApplicationCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Application::Event& event);
    static std::optional<Application::Event> decode(std::string_view type, int schema_version,
                                                    std::string_view payload);
};
struct AwardRollCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const AwardRoll::Event& event);
    static std::optional<AwardRoll::Event> decode(std::string_view type, int schema_version,
                                                  std::string_view payload);
};
struct FamilyFileCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const FamilyFile::Event& event);
    static std::optional<FamilyFile::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};
struct AwardCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Award::Event& event);
    static std::optional<Award::Event> decode(std::string_view type, int schema_version,
                                              std::string_view payload);
};

}  // namespace haven::scholarship
