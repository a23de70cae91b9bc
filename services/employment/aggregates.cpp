#include "services/employment/aggregates.hpp"

#include "services/employment/codec/codec.hpp"
#include "services/employment/projection/projection.hpp"

namespace haven::employment {

using writer::make_aggregate;

Aggregates::Aggregates()
    : fair(make_aggregate<Fair, FairCodec>("fair", project_fair)),
      employer(make_aggregate<Employer, EmployerCodec>("employer", project_employer)),
      participation(make_aggregate<Participation, ParticipationCodec>("participation",
                                                                      project_participation)),
      vacancy(make_aggregate<Vacancy, VacancyCodec>("vacancy", project_vacancy)),
      seeker(make_aggregate<Seeker, SeekerCodec>("seeker", project_seeker)),
      intent(make_aggregate<Intent, IntentCodec>("intent", project_intent)),
      hire(make_aggregate<Hire, HireCodec>("hire", project_hire)),
      service_case(
          make_aggregate<ServiceCase, ServiceCaseCodec>("service_case", project_service_case)),
      post_rules(make_aggregate<PostRuling, PostRulingCodec>("post_rules", project_post_rules)),
      allotment(make_aggregate<Allotment, AllotmentCodec>("post_allotment", project_allotment)),
      basic_post(make_aggregate<BasicPost, BasicPostCodec>("basic_post", project_basic_post)),
      subsidy_rules(make_aggregate<SubsidyRuling, SubsidyRulingCodec>("subsidy_rules",
                                                                      project_subsidy_rules)),
      course(make_aggregate<Course, CourseCodec>("course", project_course)),
      enrolment(make_aggregate<Enrolment, EnrolmentCodec>("enrolment", project_enrolment)),
      family(make_aggregate<FamilyFile, FamilyFileCodec>("family", project_family)),
      all{fair.get(),       employer.get(),  participation.get(), vacancy.get(),
          seeker.get(),     intent.get(),    hire.get(),          service_case.get(),
          post_rules.get(), allotment.get(), basic_post.get(),    subsidy_rules.get(),
          course.get(),     enrolment.get(), family.get()} {}

}  // namespace haven::employment
