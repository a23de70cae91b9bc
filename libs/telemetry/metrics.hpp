// Metrics of a process: counters, gauges and histograms in Prometheus' text format, on an endpoint
// of loopback. Thread-safe.
//
//     Metrics metrics("127.0.0.1:0");
//     auto calls = metrics.counter("haven_rpc_calls_total", "Finished calls by method and code");
//     calls.add({{"method", "GetBatch"}, {"code", "OK"}});
//
// Label values are names of services, methods, codes and reasons, never of people: a value that is
// longer than 100 bytes, has anything but letters, digits and . _ - / :, or more than ten digits in
// a row (an ID number, a card, a phone), is counted as "other".
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace haven::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;

// Handles are cheap to copy and live no longer than their Metrics.
class Counter {
  public:
    void add(const Labels& labels = {}, double count = 1);

  private:
    friend class Metrics;
    explicit Counter(void* family) : family_(family) {}
    void* family_;
};

class Gauge {
  public:
    void set(const Labels& labels, double value);

  private:
    friend class Metrics;
    explicit Gauge(void* family) : family_(family) {}
    void* family_;
};

class Histogram {
  public:
    void observe(const Labels& labels, double value);

  private:
    friend class Metrics;
    Histogram(void* family, std::vector<double> bounds)
        : family_(family), bounds_(std::move(bounds)) {}
    void* family_;
    std::vector<double> bounds_;
};

class Metrics {
  public:
    // `address` as "127.0.0.1:0" (0: any free port); empty: counted, but not exposed. Throws
    // std::runtime_error when it cannot be bound.
    explicit Metrics(const std::string& address);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // `name` begins with "haven_" and ends with its unit or "_total"; the same name twice is a bug.
    Counter counter(const std::string& name, const std::string& help);
    Gauge gauge(const std::string& name, const std::string& help);
    // `bounds` are the upper ends of the buckets, ascending.
    Histogram histogram(const std::string& name, const std::string& help,
                        std::vector<double> bounds);

    // What the endpoint answers.
    [[nodiscard]] std::string text() const;
    // "127.0.0.1:4711", or empty.
    [[nodiscard]] std::string address() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::telemetry
