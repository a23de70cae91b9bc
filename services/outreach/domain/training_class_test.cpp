#include "services/outreach/domain/training_class.hpp"

#include <gtest/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;

const ClassTerms kTerms{.code = "cadres-2023",
                        .kind = ClassKind::Cadres,
                        .level = UnionLevel::City,
                        .first_day = day("2023-09-20"),
                        .last_day = day("2023-09-22"),
                        .seats = 2};
const ClassOpened kOpened{kTerms};

Sealed name_of(PersonId person) {
    return {person, "sealed"};
}
const TraineeEnrolled kZhaoIn{name_of(kZhao)};
const TraineeEnrolled kQianIn{name_of(kQian)};

TEST(TrainingClass, TakesEachPersonOnceAndNoMoreThanItHasSeats) {
    given<TrainingClass>().when(OpenClass{kTerms}).then({kOpened});
    given<TrainingClass>({kOpened})
        .when(EnrolTrainees{{name_of(kZhao), name_of(kQian), name_of(kZhao)}})
        .then({kZhaoIn, kQianIn});
    given<TrainingClass>({kOpened, kZhaoIn}).when(EnrolTrainees{{name_of(kZhao)}}).then_nothing();
    given<TrainingClass>({kOpened, kZhaoIn, kQianIn})
        .when(EnrolTrainees{{name_of(kStranger)}})
        .refused("CLASS_FULL");
    given<TrainingClass>({kOpened, kZhaoIn, kQianIn, TraineeStruck{kQian, "ILL"}})
        .when(EnrolTrainees{{name_of(kStranger)}})
        .then({TraineeEnrolled{name_of(kStranger)}});
}

TEST(TrainingClass, CountsWhoWasThereAndNotWhoIsOnTheRoster) {
    const AttendanceRecorded first{day("2023-09-20"), {kZhao}};
    given<TrainingClass>({kOpened, kZhaoIn, kQianIn})
        .on("2023-09-20")
        .when(RecordAttendance{day("2023-09-20"), {kZhao, kZhao}})
        .then({first});
    given<TrainingClass>({kOpened, kZhaoIn, kQianIn, first})
        .on("2023-09-21")
        .when(RecordAttendance{day("2023-09-20"), {kZhao}})
        .then_nothing();
    given<TrainingClass>({kOpened, kZhaoIn})
        .on("2023-09-20")
        .when(RecordAttendance{day("2023-09-20"), {kQian}})
        .refused("NOT_ON_ROSTER");
    for (const char* outside : {"2023-09-19", "2023-09-21", "2023-09-23"}) {
        given<TrainingClass>({kOpened, kZhaoIn})
            .on("2023-09-20")
            .when(RecordAttendance{day(outside), {kZhao}})
            .refused("DATE_OUTSIDE_CLASS");
    }
    given<TrainingClass>({kOpened, kZhaoIn, kQianIn, first})
        .on("2023-09-22")
        .when(CompleteClass{})
        .then({ClassCompleted{1}});
    given<TrainingClass>({kOpened, kZhaoIn, first})
        .on("2023-09-22")
        .when(StrikeTrainee{kZhao, "ILL"})
        .refused("TRAINEE_ATTENDED");
}

TEST(TrainingClass, IsOverOnceAndNotBeforeItsLastDay) {
    given<TrainingClass>({kOpened, kZhaoIn})
        .on("2023-09-21")
        .when(CompleteClass{})
        .refused("CLASS_NOT_OVER");
    given<TrainingClass>({kOpened, kZhaoIn})
        .on("2023-09-22")
        .when(CompleteClass{})
        .refused("NOBODY_ATTENDED");
    given<TrainingClass>({kOpened, ClassCompleted{1}})
        .on("2023-09-22")
        .when(EnrolTrainees{{name_of(kZhao)}})
        .refused("CLASS_COMPLETED");
    given<TrainingClass>().when(CompleteClass{}).refused("CLASS_MISSING");
    given<TrainingClass>({kOpened})
        .when(OpenClass{{"cadres-2023", ClassKind::Skills, UnionLevel::City, day("2023-09-20"),
                         day("2023-09-22"), 2}})
        .refused("CLASS_EXISTS");
    given<TrainingClass>()
        .when(OpenClass{{"x", ClassKind::Skills, UnionLevel::City, day("2023-09-20"),
                         day("2023-09-22"), 1'001}})
        .refused("INVALID_COUNT");
}

}  // namespace
}  // namespace haven::outreach::testing
