#include "libs/log/cells.hpp"
#include "services/disbursement/projection/projection.hpp"
#include "services/disbursement/projection/tables.hpp"

namespace haven::disbursement {

void project_subjects(const SubjectRuling::Event&, const SubjectRuling::State& after,
                      const log::EventContext& context, log::RowSink& sink) {
    const AccountSubjects& set = *after.subjects;
    for (const AccountSubject& subject : set.subjects) {
        sink.put(kAccountSubjectTable,
                 {context.stream_id, log::number(subject.account), subject.code, subject.name,
                  set.code, set.effective_from, set.source});
    }
}

}  // namespace haven::disbursement
