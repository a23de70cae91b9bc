// Session: how a client command reaches the running suite: finds it by its run files, signs in with
// a member's own 0600 key, makes calls by full method name.
//
//     Session session(settings);
//     HAVEN_CHECKED(session.call("haven.registry.v1.RegistryQueryService/GetHousehold", request,
//     reply));
//
// One thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"
#include "tools/haven/client/table.hpp"

namespace google::protobuf {
class Message;
}
namespace grpc {
class Channel;
}

namespace haven::client {

// What every command takes.
struct Settings {
    std::filesystem::path run_dir;  // --run-dir, HAVEN_RUN
    std::string as;                 // --as, HAVEN_AS: a login of <run_dir>/staff
    std::string language;           // --lang, else LANG
    bool json = false;
    bool csv = false;

    [[nodiscard]] Language spoken() const;
    [[nodiscard]] Format format() const {
        return json ? Format::Json : csv ? Format::Csv : Format::Text;
    }
};

// A member of staff whose key lies in <run_dir>/staff.
struct StaffKey {
    std::string login;
    StaffId staff;
    std::filesystem::path key_file;
};

class Session {
  public:
    explicit Session(Settings settings);
    ~Session();

    [[nodiscard]] const Settings& settings() const { return settings_; }
    // Signs in first where the method wants it. Refusals come back as the Error that the service
    // made; NOT_RUNNING (Unavailable) where nothing serves.
    Result<void> call(const std::string& method, const google::protobuf::Message& request,
                      google::protobuf::Message& reply, int timeout_ms = 30'000);
    // The bearer token and the channel, for the few calls that stream.
    Result<std::string> token();
    Result<std::shared_ptr<grpc::Channel>> channel(const std::string& service);

    [[nodiscard]] std::vector<StaffKey> staff() const;
    // Where the processes of the suite answer OpsService: one that serves all, or one a service.
    [[nodiscard]] std::vector<std::string> ops_addresses() const;
    // As call(), to one of them.
    Result<void> call_at(const std::string& address, const std::string& method,
                         const google::protobuf::Message& request, google::protobuf::Message& reply,
                         int timeout_ms = 30'000);
    // Does the process there serve, or for "liveness" live? Nobody signs in for that.
    bool health(const std::string& address, const std::string& what);
    // The business date of the suite, the earliest of its services', or an empty text where it
    // cannot be asked.
    std::string business_date();

  private:
    Result<void> invoke(const std::shared_ptr<grpc::Channel>& to, const std::string& method,
                        const std::string& bearer, const google::protobuf::Message& request,
                        google::protobuf::Message& reply, int timeout_ms);

    Settings settings_;
    std::string token_;
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

// "registry" of "haven.registry.v1.RegistryQueryService/GetHousehold".
std::string service_of(const std::string& method);

// A refusal for people: the reason, in Chinese its words (docs/reasons.md), the fields, and the
// service's own sentence.
std::string error_text(const Error& error, Language language);
// Prints it. Answers the exit status: 1 refused, 3 not reachable.
int print_error(const Error& error, Language language);

}  // namespace haven::client
