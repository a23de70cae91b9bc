// One message an event: to_event and from_event. Only codec*.cpp include this.
#pragma once

#include "haven/registry/v1/registry_events.pb.h"
#include "services/registry/codec/values.hpp"
#include "services/registry/domain/erasure.hpp"
#include "services/registry/domain/events.hpp"
#include "services/registry/domain/referral.hpp"

namespace haven::registry {

v1::ApplicationSubmitted to_event(const ApplicationSubmitted& e);
ApplicationSubmitted from_event(const v1::ApplicationSubmitted& m);
v1::ApplicationReturned to_event(const ApplicationReturned& e);
ApplicationReturned from_event(const v1::ApplicationReturned& m);
v1::ApplicationCompleted to_event(const ApplicationCompleted& e);
ApplicationCompleted from_event(const v1::ApplicationCompleted& m);
v1::ApplicationWithdrawn to_event(const ApplicationWithdrawn& e);
ApplicationWithdrawn from_event(const v1::ApplicationWithdrawn& m);
v1::ApplicationLapsed to_event(const ApplicationLapsed& e);
ApplicationLapsed from_event(const v1::ApplicationLapsed& m);
v1::HomeVisitRecorded to_event(const HomeVisitRecorded& e);
HomeVisitRecorded from_event(const v1::HomeVisitRecorded& m);
v1::MeansCheckRequested to_event(const MeansCheckRequested& e);
MeansCheckRequested from_event(const v1::MeansCheckRequested& m);
v1::MeansCheckReturned to_event(const MeansCheckReturned& e);
MeansCheckReturned from_event(const v1::MeansCheckReturned& m);
v1::HouseholdClassified to_event(const HouseholdClassified& e);
HouseholdClassified from_event(const v1::HouseholdClassified& m);
v1::AssessedNotEligible to_event(const AssessedNotEligible& e);
AssessedNotEligible from_event(const v1::AssessedNotEligible& m);
v1::NoticeOpened to_event(const NoticeOpened& e);
NoticeOpened from_event(const v1::NoticeOpened& m);
v1::NoticeClosed to_event(const NoticeClosed& e);
NoticeClosed from_event(const v1::NoticeClosed& m);
v1::NoticeWithdrawn to_event(const NoticeWithdrawn& e);
NoticeWithdrawn from_event(const v1::NoticeWithdrawn& m);
v1::ObjectionRaised to_event(const ObjectionRaised& e);
ObjectionRaised from_event(const v1::ObjectionRaised& m);
v1::ObjectionUpheld to_event(const ObjectionUpheld& e);
ObjectionUpheld from_event(const v1::ObjectionUpheld& m);
v1::ObjectionDismissed to_event(const ObjectionDismissed& e);
ObjectionDismissed from_event(const v1::ObjectionDismissed& m);
v1::HouseholdEnrolled to_event(const HouseholdEnrolled& e);
HouseholdEnrolled from_event(const v1::HouseholdEnrolled& m);
v1::EnrolmentRejected to_event(const EnrolmentRejected& e);
EnrolmentRejected from_event(const v1::EnrolmentRejected& m);
v1::HelpPlanAdopted to_event(const HelpPlanAdopted& e);
HelpPlanAdopted from_event(const v1::HelpPlanAdopted& m);
v1::ProgrammeEnrolled to_event(const ProgrammeEnrolled& e);
ProgrammeEnrolled from_event(const v1::ProgrammeEnrolled& m);
v1::ReviewReminded to_event(const ReviewReminded& e);
ReviewReminded from_event(const v1::ReviewReminded& m);
v1::ReviewCompleted to_event(const ReviewCompleted& e);
ReviewCompleted from_event(const v1::ReviewCompleted& m);
v1::AidSuspended to_event(const AidSuspended& e);
AidSuspended from_event(const v1::AidSuspended& m);
v1::SuspensionLifted to_event(const SuspensionLifted& e);
SuspensionLifted from_event(const v1::SuspensionLifted& m);
v1::IncomeChangeSignalled to_event(const IncomeChangeSignalled& e);
IncomeChangeSignalled from_event(const v1::IncomeChangeSignalled& m);
v1::RetainedJobEnded to_event(const RetainedJobEnded& e);
RetainedJobEnded from_event(const v1::RetainedJobEnded& m);
v1::AidResumed to_event(const AidResumed& e);
AidResumed from_event(const v1::AidResumed& m);
v1::ExitProposed to_event(const ExitProposed& e);
ExitProposed from_event(const v1::ExitProposed& m);
v1::ExitRejected to_event(const ExitRejected& e);
ExitRejected from_event(const v1::ExitRejected& m);
v1::HardshipResolved to_event(const HardshipResolved& e);
HardshipResolved from_event(const v1::HardshipResolved& m);
v1::FileClosed to_event(const FileClosed& e);
FileClosed from_event(const v1::FileClosed& m);
v1::FileCancelled to_event(const FileCancelled& e);
FileCancelled from_event(const v1::FileCancelled& m);
v1::FollowUpDue to_event(const FollowUpDue& e);
FollowUpDue from_event(const v1::FollowUpDue& m);
v1::FollowUpRecorded to_event(const FollowUpRecorded& e);
FollowUpRecorded from_event(const v1::FollowUpRecorded& m);
v1::FollowUpClosed to_event(const FollowUpClosed& e);
FollowUpClosed from_event(const v1::FollowUpClosed& m);
v1::RelapseConfirmed to_event(const RelapseConfirmed& e);
RelapseConfirmed from_event(const v1::RelapseConfirmed& m);
v1::FileReopened to_event(const FileReopened& e);
FileReopened from_event(const v1::FileReopened& m);
v1::HouseholdImported to_event(const HouseholdImported& e);
HouseholdImported from_event(const v1::HouseholdImported& m);
v1::AidRecorded to_event(const AidRecorded& e);
AidRecorded from_event(const v1::AidRecorded& m);
v1::AidReturned to_event(const AidReturned& e);
AidReturned from_event(const v1::AidReturned& m);
v1::AidHeld to_event(const AidHeld& e);
AidHeld from_event(const v1::AidHeld& m);
v1::PayeeChangeProposed to_event(const PayeeChangeProposed& e);
PayeeChangeProposed from_event(const v1::PayeeChangeProposed& m);
v1::PayeeAccountChanged to_event(const PayeeAccountChanged& e);
PayeeAccountChanged from_event(const v1::PayeeAccountChanged& m);
v1::UnionNodeRegistered to_event(const UnionNodeRegistered& e);
UnionNodeRegistered from_event(const v1::UnionNodeRegistered& m);
v1::StaffRegistered to_event(const StaffRegistered& e);
StaffRegistered from_event(const v1::StaffRegistered& m);
v1::StaffChanged to_event(const StaffChanged& e);
StaffChanged from_event(const v1::StaffChanged& m);
v1::StaffLeft to_event(const StaffLeft& e);
StaffLeft from_event(const v1::StaffLeft& m);
v1::EnterpriseRegistered to_event(const EnterpriseRegistered& e);
EnterpriseRegistered from_event(const v1::EnterpriseRegistered& m);
v1::EnterpriseChanged to_event(const EnterpriseChanged& e);
EnterpriseChanged from_event(const v1::EnterpriseChanged& m);
v1::DibaoLineSet to_event(const DibaoLineSet& e);
DibaoLineSet from_event(const v1::DibaoLineSet& m);
v1::RuleSetAdded to_event(const RuleSetAdded& e);
RuleSetAdded from_event(const v1::RuleSetAdded& m);
v1::PersonErased to_event(const PersonErased& e);
PersonErased from_event(const v1::PersonErased& m);
v1::ReferralReceived to_event(const ReferralReceived& e);
ReferralReceived from_event(const v1::ReferralReceived& m);
v1::ReferralApplied to_event(const ReferralApplied& e);
ReferralApplied from_event(const v1::ReferralApplied& m);
v1::ReferralPutAside to_event(const ReferralPutAside& e);
ReferralPutAside from_event(const v1::ReferralPutAside& m);

}  // namespace haven::registry
