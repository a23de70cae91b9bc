#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "libs/telemetry/journal.hpp"
#include "libs/telemetry/metrics.hpp"
#include "libs/telemetry/trace.hpp"

namespace haven::telemetry {
namespace {

constexpr std::string_view kExample = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// The body and head of GET /metrics, over a plain socket.
std::string get_metrics(const std::string& address) {
    const auto colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
    ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    const std::string request = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(::write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    std::string answer;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(fd, buffer.data(), buffer.size())) > 0;) {
        answer.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::close(fd);
    return answer;
}

TEST(Trace, ReadsTheExampleOfTheStandard) {
    const auto trace = TraceContext::parse(kExample);
    ASSERT_TRUE(trace);
    EXPECT_EQ(trace->trace_id, "0af7651916cd43dd8448eb211c80319c");
    EXPECT_EQ(trace->span_id, "b7ad6b7169203331");
    EXPECT_TRUE(trace->sampled);
    EXPECT_EQ(trace->to_string(), kExample);
}

TEST(Trace, AChildStaysInItsTrace) {
    auto trace = TraceContext::parse(kExample).value();
    trace.sampled = false;
    const auto child = trace.child();
    EXPECT_EQ(child.trace_id, trace.trace_id);
    EXPECT_NE(child.span_id, trace.span_id);
    EXPECT_FALSE(child.sampled);
    EXPECT_EQ(TraceContext::parse(child.to_string()), child);
}

TEST(Trace, MalformedOnesBeginANewTrace) {
    const std::string good(kExample);
    const auto with = [&](std::size_t at, char c) {
        std::string changed = good;
        changed[at] = c;
        return changed;
    };
    for (const std::string& bad :
         {std::string(), std::string("00"), good.substr(1), good + "-00",
          with(0, 'f').replace(1, 1, "f"), with(3, 'A'), with(36, 'g'), with(35, '_'),
          with(54, 'x'), "00-" + std::string(32, '0') + "-b7ad6b7169203331-01",
          "00-0af7651916cd43dd8448eb211c80319c-" + std::string(16, '0') + "-01"}) {
        EXPECT_FALSE(TraceContext::parse(bad)) << bad;
        const auto next = TraceContext::parse(next_traceparent(bad));
        ASSERT_TRUE(next) << bad;
        EXPECT_NE(next->trace_id, "0af7651916cd43dd8448eb211c80319c");
    }
    EXPECT_TRUE(TraceContext::parse("01" + good.substr(2) + "-more"));
    EXPECT_EQ(TraceContext::parse(next_traceparent(good))->trace_id,
              "0af7651916cd43dd8448eb211c80319c");
}

TEST(Trace, NewOnesDiffer) {
    EXPECT_NE(TraceContext::make().trace_id, TraceContext::make().trace_id);
}

TEST(Journal, WritesOneJsonObjectALine) {
    const std::string line = journal_line(Instant{0}, "warn", "two\nlines \"quoted\"",
                                          {{"worker", "timer"}, {"n", "3"}});
    EXPECT_EQ(std::ranges::count(line, '\n'), 1);
    const auto read = nlohmann::json::parse(line);
    EXPECT_EQ(read.at("at"), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(read.at("level"), "warn");
    EXPECT_EQ(read.at("what"), "two\nlines \"quoted\"");
    EXPECT_EQ(read.at("worker"), "timer");
}

TEST(Journal, FieldsNeitherHideTheHeadNorBreakTheLine) {
    const auto read = nlohmann::json::parse(journal_line(
        Instant{0}, "info", "call",
        {{"level", "error"}, {"bytes", "\xff\xfe"}, {"long", std::string(10'000, 'x')}}));
    EXPECT_EQ(read.at("level"), "info");
    EXPECT_EQ(read.at("level_"), "error");
    EXPECT_EQ(read.at("bytes"), "\uFFFD\uFFFD");
    EXPECT_EQ(read.at("long").get<std::string>().size(), 2'000U);
}

TEST(Journal, GoesToStandardError) {
    testing::internal::CaptureStderr();
    journal("info", "ready", {{"service", "registry"}});
    const auto read = nlohmann::json::parse(testing::internal::GetCapturedStderr());
    EXPECT_EQ(read.at("service"), "registry");
}

TEST(Metrics, CountsByLabel) {
    Metrics metrics("");
    auto calls = metrics.counter("haven_rpc_calls_total", "Finished calls");
    calls.add({{"code", "OK"}});
    calls.add({{"code", "OK"}}, 2);
    calls.add({{"code", "NOT_FOUND"}});
    auto ready = metrics.gauge("haven_ready", "1 while ready");
    ready.set({{"service", "registry"}}, 1);
    ready.set({{"service", "registry"}}, 0);
    const std::string text = metrics.text();
    EXPECT_NE(text.find("# TYPE haven_rpc_calls_total counter"), std::string::npos) << text;
    EXPECT_NE(text.find("haven_rpc_calls_total{code=\"OK\"} 3"), std::string::npos) << text;
    EXPECT_NE(text.find("haven_rpc_calls_total{code=\"NOT_FOUND\"} 1"), std::string::npos) << text;
    EXPECT_NE(text.find("haven_ready{service=\"registry\"} 0"), std::string::npos) << text;
    EXPECT_EQ(metrics.address(), "");
}

TEST(Metrics, HistogramsHaveCumulativeBuckets) {
    Metrics metrics("");
    auto seconds = metrics.histogram("haven_rpc_seconds", "Time of a call", {0.01, 0.1});
    for (const double value : {0.005, 0.05, 0.05, 5.0}) seconds.observe({}, value);
    const std::string text = metrics.text();
    EXPECT_NE(text.find("haven_rpc_seconds_bucket{le=\"0.01\"} 1"), std::string::npos) << text;
    EXPECT_NE(text.find("haven_rpc_seconds_bucket{le=\"0.1\"} 3"), std::string::npos) << text;
    EXPECT_NE(text.find("haven_rpc_seconds_count 4"), std::string::npos) << text;
}

TEST(Metrics, I35_LabelsThatCouldBePersonalAreCountedAsOther) {
    Metrics metrics("");
    auto calls = metrics.counter("haven_calls_total", "Calls");
    const std::vector<std::string> personal = {"赵建国",      "610399198001010015",
                                               "13900000000", "9999990000000006",
                                               "a b",         std::string(101, 'a')};
    for (const auto& value : personal) calls.add({{"reason", value}});
    calls.add({{"reason", "haven.registry.v1.RegistryService/GetHousehold"}});
    const std::string text = metrics.text();
    for (const auto& value : personal) EXPECT_EQ(text.find(value), std::string::npos) << value;
    EXPECT_NE(text.find("haven_calls_total{reason=\"other\"} 6"), std::string::npos) << text;
    EXPECT_NE(text.find("RegistryService/GetHousehold\"} 1"), std::string::npos) << text;
}

TEST(Metrics, CountsFromManyThreads) {
    Metrics metrics("");
    auto calls = metrics.counter("haven_calls_total", "Calls");
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([calls]() mutable {
            for (int n = 0; n < 1'000; ++n) calls.add({{"code", "OK"}});
        });
    }
    threads.clear();
    EXPECT_NE(metrics.text().find("haven_calls_total{code=\"OK\"} 4000"), std::string::npos);
}

TEST(Metrics, AreServedOnLoopback) {
    Metrics metrics("127.0.0.1:0");
    metrics.counter("haven_events_total", "Events").add({}, 7);
    EXPECT_TRUE(metrics.address().starts_with("127.0.0.1:"));
    const std::string answer = get_metrics(metrics.address());
    EXPECT_NE(answer.find("200 OK"), std::string::npos) << answer;
    EXPECT_NE(answer.find("haven_events_total 7"), std::string::npos) << answer;
}

TEST(Metrics, AnAddressInUseIsNamed) {
    const Metrics first("127.0.0.1:0");
    try {
        const Metrics second(first.address());
        FAIL() << "two on one address";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(first.address()), std::string::npos);
    }
}

TEST(MetricsDeathTest, TheSameNameTwiceIsABug) {
    Metrics metrics("");
    metrics.counter("haven_calls_total", "Calls");
    EXPECT_DEATH(metrics.gauge("haven_calls_total", "Calls"), "check failed");
}

}  // namespace
}  // namespace haven::telemetry
