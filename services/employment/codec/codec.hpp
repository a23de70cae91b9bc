// Codecs: plain events of the domain ↔ messages of employment_events.proto. One struct per
// aggregate, as make_aggregate() wants it. Pure; thread-safe. Bytes of our own log that cannot be
// read abort: own history must be readable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "libs/log/log.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/domain/course.hpp"
#include "services/employment/domain/employer.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/domain/fair.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/domain/hire.hpp"
#include "services/employment/domain/intent.hpp"
#include "services/employment/domain/participation.hpp"
#include "services/employment/domain/seeker.hpp"
#include "services/employment/domain/service_case.hpp"
#include "services/employment/domain/vacancy.hpp"

namespace haven::employment {

struct FairCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Fair::Event& event);
    static std::optional<Fair::Event> decode(std::string_view type, int schema_version,
                                             std::string_view payload);
};
struct EmployerCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Employer::Event& event);
    static std::optional<Employer::Event> decode(std::string_view type, int schema_version,
                                                 std::string_view payload);
};
struct ParticipationCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Participation::Event& event);
    static std::optional<Participation::Event> decode(std::string_view type, int schema_version,
                                                      std::string_view payload);
};
struct VacancyCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Vacancy::Event& event);
    static std::optional<Vacancy::Event> decode(std::string_view type, int schema_version,
                                                std::string_view payload);
};
struct SeekerCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Seeker::Event& event);
    static std::optional<Seeker::Event> decode(std::string_view type, int schema_version,
                                               std::string_view payload);
};
struct IntentCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Intent::Event& event);
    static std::optional<Intent::Event> decode(std::string_view type, int schema_version,
                                               std::string_view payload);
};
struct HireCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Hire::Event& event);
    static std::optional<Hire::Event> decode(std::string_view type, int schema_version,
                                             std::string_view payload);
};
struct ServiceCaseCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const ServiceCase::Event& event);
    static std::optional<ServiceCase::Event> decode(std::string_view type, int schema_version,
                                                    std::string_view payload);
};
struct PostRulingCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const PostRuling::Event& event);
    static std::optional<PostRuling::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};
struct AllotmentCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Allotment::Event& event);
    static std::optional<Allotment::Event> decode(std::string_view type, int schema_version,
                                                  std::string_view payload);
};
struct BasicPostCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const BasicPost::Event& event);
    static std::optional<BasicPost::Event> decode(std::string_view type, int schema_version,
                                                  std::string_view payload);
};
struct SubsidyRulingCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const SubsidyRuling::Event& event);
    static std::optional<SubsidyRuling::Event> decode(std::string_view type, int schema_version,
                                                      std::string_view payload);
};
struct CourseCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Course::Event& event);
    static std::optional<Course::Event> decode(std::string_view type, int schema_version,
                                               std::string_view payload);
};
struct EnrolmentCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const Enrolment::Event& event);
    static std::optional<Enrolment::Event> decode(std::string_view type, int schema_version,
                                                  std::string_view payload);
};
struct FamilyFileCodec {
    static std::span<const std::string_view> types();
    static log::NewEvent encode(const FamilyFile::Event& event);
    static std::optional<FamilyFile::Event> decode(std::string_view type, int schema_version,
                                                   std::string_view payload);
};

}  // namespace haven::employment
