// The old system's vocabularies (docs/formats.md 7). nullopt: not a word of it.
#pragma once

#include <optional>
#include <string>

#include "services/registry/domain/types.hpp"

namespace haven::registry::import {

std::optional<FileTier> tier_of(const std::string& word);
std::optional<HardshipClass> class_of(const std::string& word);
std::optional<HardshipCause> cause_of(const std::string& word);
std::optional<ExitKind> exit_of(const std::string& word);
std::optional<Relation> relation_of(const std::string& word);
std::optional<Sex> sex_of(const std::string& word);
// Numbers of haven.registry.v1.Health and WorkState.
std::optional<CodeNumber> health_of(const std::string& word);
std::optional<CodeNumber> work_of(const std::string& word);
// Today's code of a division that was renamed since, or the code itself.
std::string today_division(const std::string& code);

}  // namespace haven::registry::import
