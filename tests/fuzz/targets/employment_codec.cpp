#include "services/employment/codec/codec.hpp"
#include "tests/fuzz/event_fuzz.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char i = 0; i < 8; ++i) {
        for (char codec = 0; codec < 15; ++codec) all.push_back({codec, i, 1, 2, 3, 4, 5, 6});
    }
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::employment;
    using haven::fuzz::check_codec;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t codec = 0;
    tape.octet(codec);
    switch (codec % 15) {
        case 0:
            check_codec<Fair::Event, FairCodec>(tape);
            break;
        case 1:
            check_codec<Employer::Event, EmployerCodec>(tape);
            break;
        case 2:
            check_codec<Participation::Event, ParticipationCodec>(tape);
            break;
        case 3:
            check_codec<Vacancy::Event, VacancyCodec>(tape);
            break;
        case 4:
            check_codec<Seeker::Event, SeekerCodec>(tape);
            break;
        case 5:
            check_codec<Intent::Event, IntentCodec>(tape);
            break;
        case 6:
            check_codec<Hire::Event, HireCodec>(tape);
            break;
        case 7:
            check_codec<ServiceCase::Event, ServiceCaseCodec>(tape);
            break;
        case 8:
            check_codec<PostRuling::Event, PostRulingCodec>(tape);
            break;
        case 9:
            check_codec<Allotment::Event, AllotmentCodec>(tape);
            break;
        case 10:
            check_codec<BasicPost::Event, BasicPostCodec>(tape);
            break;
        case 11:
            check_codec<FamilyFile::Event, FamilyFileCodec>(tape);
            break;
        case 12:
            check_codec<SubsidyRuling::Event, SubsidyRulingCodec>(tape);
            break;
        case 13:
            check_codec<Course::Event, CourseCodec>(tape);
            break;
        default:
            check_codec<Enrolment::Event, EnrolmentCodec>(tape);
            break;
    }
    return 0;
}
