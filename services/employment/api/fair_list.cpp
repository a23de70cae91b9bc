// EmploymentService.RecordFairList: the list of a day at a fair. Hundreds of people at once, so the
// vault is asked twice, our own log twice, and the writer gets all commands of a kind together.
#include <map>
#include <set>

#include "libs/writer/submit_all.hpp"
#include "services/employment/api/employment_api.hpp"
#include "services/employment/api/intake.hpp"

namespace haven::employment {
namespace {

constexpr int kMaxRows = 500;

// A row that can be read, with what has been found out about it.
struct Line {
    const pb::FairListRow& row;
    pb::FairListResult& result;
    PersonRead read;
    PersonId person;
};

class FairList {
  public:
    FairList(const ApiContext& context, const Caller& caller, const Uuid& command_id,
             const pb::RecordFairListRequest& request)
        : context_(context), caller_(caller), command_id_(command_id), request_(request) {}

    Result<void> record(pb::RecordFairListResponse& response) {
        HAVEN_TRY(reached_on_, asked_date(request_.reached_on(), "reached_on"));
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller_));
            HAVEN_TRY(fair_, known_fair(read, request_.fair()));
        }
        read_rows(response);
        HAVEN_CHECKED(find_people());
        HAVEN_CHECKED(take_in_strangers());
        record_intents(response);
        return {};
    }

  private:
    void read_rows(pb::RecordFairListResponse& response) {
        for (int i = 0; i < request_.rows_size(); ++i) response.add_results();
        for (int i = 0; i < request_.rows_size(); ++i) {
            const pb::FairListRow& row = request_.rows(i);
            pb::FairListResult& result = *response.mutable_results(i);
            auto read = read_person(context_, row.name(), row.phone(), row.id_number());
            if (read) {
                lines_.push_back({row, result, *std::move(read), {}});
            } else {
                result.set_reason(read.error().reason);
            }
        }
    }

    // Who they are, and which of them seek work already.
    Result<void> find_people() {
        if (lines_.empty()) return {};
        std::vector<vault::ResolveRequest> asked;
        for (const Line& line : lines_) asked.push_back(who_is(line.read, caller_.home));
        HAVEN_TRY(const auto people, context_.host.vault->resolve(asked));
        for (std::size_t i = 0; i < lines_.size(); ++i) lines_[i].person = people[i];
        access::ScopedRead read(context_.host.readers, caller_.scope);
        for (const SeekerRow& row : Queries(read).seeking(people)) seekers_[row.person] = row.id;
        return {};
    }

    // Each person once, however often it stands on the list.
    Result<void> take_in_strangers() {
        std::vector<Line*> strangers;
        std::set<PersonId> seen;
        for (Line& line : lines_) {
            if (seekers_.contains(line.person) || !seen.insert(line.person).second) continue;
            strangers.push_back(&line);
        }
        std::vector<vault::Plain> plains;
        for (const Line* line : strangers) {
            plains.push_back({line->person, "name", line->read.name});
            plains.push_back({line->person, "phone", line->read.phone});
        }
        if (plains.empty()) return {};
        HAVEN_TRY(const auto sealed, context_.host.vault->seal(command_id_, std::span(plains)));
        std::vector<writer::Submission> commands;
        for (std::size_t i = 0; i < strangers.size(); ++i) {
            commands.push_back(registration(*strangers[i], sealed[2 * i], sealed[2 * i + 1]));
        }
        std::vector<SeekerId> ids;
        for (const writer::Submission& command : commands) ids.emplace_back(command.stream);
        const auto replies = writer::submit_all(context_.host.writer, std::move(commands)).get();
        for (std::size_t i = 0; i < strangers.size(); ++i) {
            if (replies[i]) {
                seekers_[strangers[i]->person] = ids[i];
            } else {
                refused_[strangers[i]->person] = replies[i].error().reason;
            }
        }
        return {};
    }

    writer::Submission registration(const Line& line, const vault::Sealed& name,
                                    const vault::Sealed& phone) {
        const RegisterSeeker command{{.person = line.person,
                                      .birth = line.read.number.birth,
                                      .profile = read_value(line.row.profile()),
                                      .file = {},
                                      .union_node = request_.union_node(),
                                      .consent = request_.consent(),
                                      .name = sealed_of(name),
                                      .phone = sealed_of(phone),
                                      .registered_on = {},
                                      .sex = line.read.number.sex}};
        const Uuid id = derived(line.person, "list-seeker");
        return submission(
            context_, caller_, id,
            {*context_.aggregates.seeker, caller_.home, crypto::derive_uuid(id, "seeker")},
            Seeker::Command{command}, SeekerCodec::encode(Seeker::Event{command.seeker}).payload);
    }

    void record_intents(pb::RecordFairListResponse& response) {
        const auto known = known_seekers();
        std::vector<Line*> ready;
        std::set<Uuid> asked;
        std::vector<writer::Submission> commands;
        for (Line& line : lines_) {
            const auto seeker = seekers_.find(line.person);
            if (seeker == seekers_.end()) {
                line.result.set_reason(refused_.at(line.person));
                continue;
            }
            line.result.set_seeker_id(seeker->second.to_string());
            auto command = intent(known.at(seeker->second.uuid), line);
            if (!command) {
                line.result.set_reason(command.error().reason);
                continue;
            }
            // Written twice by mistake: it would be answered as its own repetition.
            if (!asked.insert(command->command_id).second) {
                line.result.set_reason("ALREADY_HELD");
                continue;
            }
            line.result.set_intent_id(command->stream.to_string());
            commands.push_back(*std::move(command));
            ready.push_back(&line);
        }
        const auto replies = writer::submit_all(context_.host.writer, std::move(commands)).get();
        for (std::size_t i = 0; i < ready.size(); ++i) {
            if (replies[i]) {
                response.set_intents(response.intents() + 1);
                continue;
            }
            ready[i]->result.clear_intent_id();
            ready[i]->result.set_reason(replies[i].error().reason);
        }
    }

    std::map<Uuid, KnownSeeker> known_seekers() {
        std::vector<Uuid> streams;
        for (const auto& [_, seeker] : seekers_) streams.push_back(seeker.uuid);
        access::ScopedRead read(context_.host.readers, caller_.scope);
        std::map<Uuid, KnownSeeker> known;
        for (const auto& [stream, found] : stored<Seeker, SeekerCodec>(read, streams)) {
            known[stream] = known_as(SeekerId{stream}, found.state);
        }
        return known;
    }

    Result<writer::Submission> intent(const KnownSeeker& seeker, const Line& line) {
        HAVEN_TRY(const Uuid vacancy, asked_uuid(line.row.vacancy_id(), "vacancy_id"));
        auto known = offers_.find(vacancy);
        if (known == offers_.end()) {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller_));
            HAVEN_TRY(const KnownVacancy found, known_vacancy(read, VacancyId{vacancy}));
            known =
                offers_.emplace(vacancy, Offer{found, known_stall(read, found, reached_on_)}).first;
        }
        // The same intent whenever the list comes again, in whatever order.
        const Uuid id = derived(line.person, "list-intent/" + vacancy.to_string());
        return submission(
            context_, caller_, id,
            {*context_.aggregates.intent, fair_.federation, crypto::derive_uuid(id, "intent")},
            Intent::Command{RecordIntent{seeker, fair_.fair, known->second.vacancy,
                                         known->second.stall, reached_on_}},
            seeker.id.to_string() + vacancy.to_string() + reached_on_.to_string());
    }

    Uuid derived(const PersonId& person, const std::string& what) const {
        return crypto::derive_uuid(command_id_, what + "/" + person.to_string());
    }

    const ApiContext& context_;
    const Caller& caller_;
    const Uuid command_id_;
    const pb::RecordFairListRequest& request_;
    Date reached_on_;
    FairAt fair_;
    std::vector<Line> lines_;
    std::map<PersonId, SeekerId> seekers_;
    std::map<PersonId, std::string> refused_;
    struct Offer {
        KnownVacancy vacancy;
        KnownStall stall;
    };
    std::map<Uuid, Offer> offers_;
};

}  // namespace

Status EmploymentApi::RecordFairList(ServerContext* c, const pb::RecordFairListRequest* q,
                                     pb::RecordFairListResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(takes_part(caller));
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        if (q->rows_size() < 1 || q->rows_size() > kMaxRows) {
            return invalid("TOO_MANY_ITEMS", "rows", "1 to 500 people");
        }
        return FairList(context_, caller, command_id, *q).record(*r);
    });
}

}  // namespace haven::employment
