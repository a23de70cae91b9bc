// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>

#include "haven/employment/v1/employment_events.pb.h"
#include "libs/codec/values.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/domain/course.hpp"
#include "services/employment/domain/employer.hpp"
#include "services/employment/domain/fair.hpp"
#include "services/employment/domain/screening.hpp"
#include "services/employment/domain/seeker.hpp"

namespace haven::employment {

namespace pb = haven::employment::v1;
namespace out = haven::outreach::v1;
namespace reg = haven::registry::v1;

using codec::date_of;
using codec::date_text;
using codec::encoded;
using codec::federation_of;
using codec::id_of;
using codec::id_text;
using codec::parsed;
using codec::read_sealed;
using codec::to_proto;
using codec::uuid_of;
using codec::write_sealed;

void write_value(const FileRef& e, pb::FileRef& m);
FileRef read_value(const pb::FileRef& m);
void write_value(const FairTerms& e, pb::FairTerms& m);
FairTerms read_value(const pb::FairTerms& m);
void write_value(const EmployerPapers& e, pb::EmployerPapers& m);
EmployerPapers read_value(const pb::EmployerPapers& m);
void write_value(const VacancyTerms& e, pb::VacancyTerms& m);
VacancyTerms read_value(const pb::VacancyTerms& m);
void write_value(const SeekerProfile& e, pb::SeekerProfile& m);
SeekerProfile read_value(const pb::SeekerProfile& m);
void write_value(const PostRules& e, pb::PostRules& m);
PostRules read_value(const pb::PostRules& m);
void write_value(const PostAllotment& e, pb::PostAllotment& m);
PostAllotment read_value(const pb::PostAllotment& m);
void write_value(const SubsidyRules& e, pb::SubsidyRules& m);
SubsidyRules read_value(const pb::SubsidyRules& m);
void write_value(const CourseTerms& e, pb::CourseTerms& m);
CourseTerms read_value(const pb::CourseTerms& m);

}  // namespace haven::employment
