#include "libs/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <set>
#include <stdexcept>

#include "libs/base/result.hpp"

namespace haven::telemetry {
namespace {

using CounterFamily = prometheus::Family<prometheus::Counter>;
using GaugeFamily = prometheus::Family<prometheus::Gauge>;
using HistogramFamily = prometheus::Family<prometheus::Histogram>;

constexpr std::size_t kLongestValue = 100;
constexpr int kMostDigitsInARow = 10;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool harmless(std::string_view value) {
    if (value.size() > kLongestValue) return false;
    int digits = 0;
    for (const char c : value) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !is_digit(c) && !std::string_view("._-/:").contains(c)) return false;
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits > kMostDigitsInARow) return false;
    }
    return true;
}

prometheus::Labels safe(const Labels& labels) {
    prometheus::Labels kept;
    for (const auto& [name, value] : labels) kept[name] = harmless(value) ? value : "other";
    return kept;
}

}  // namespace

class Metrics::Impl {
  public:
    explicit Impl(const std::string& address)
        : registry_(std::make_shared<prometheus::Registry>()) {
        if (address.empty()) return;
        try {
            exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
        } catch (const std::exception&) {
            throw std::runtime_error("metrics: cannot listen on " + address);
        }
        exposer_->RegisterCollectable(registry_);
        const auto ports = exposer_->GetListeningPorts();
        address_ = address.substr(0, address.rfind(':')) + ":" + std::to_string(ports.front());
    }

    prometheus::Registry& take(const std::string& name) {
        const std::scoped_lock lock(mutex_);
        HAVEN_CHECK(name.starts_with("haven_"));
        HAVEN_CHECK(names_.insert(name).second);
        return *registry_;
    }

    std::string text() const {
        return prometheus::TextSerializer().Serialize(registry_->Collect());
    }
    const std::string& address() const { return address_; }

  private:
    std::mutex mutex_;
    std::set<std::string> names_;
    std::shared_ptr<prometheus::Registry> registry_;
    std::unique_ptr<prometheus::Exposer> exposer_;
    std::string address_;
};

void Counter::add(const Labels& labels, double count) {
    static_cast<CounterFamily*>(family_)->Add(safe(labels)).Increment(count);
}
void Gauge::set(const Labels& labels, double value) {
    static_cast<GaugeFamily*>(family_)->Add(safe(labels)).Set(value);
}
void Histogram::observe(const Labels& labels, double value) {
    static_cast<HistogramFamily*>(family_)->Add(safe(labels), bounds_).Observe(value);
}

Metrics::Metrics(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help) {
    auto& registry = impl_->take(name);
    return Counter(&prometheus::BuildCounter().Name(name).Help(help).Register(registry));
}
Gauge Metrics::gauge(const std::string& name, const std::string& help) {
    auto& registry = impl_->take(name);
    return Gauge(&prometheus::BuildGauge().Name(name).Help(help).Register(registry));
}
Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             std::vector<double> bounds) {
    HAVEN_CHECK(std::ranges::is_sorted(bounds));
    auto& registry = impl_->take(name);
    return {&prometheus::BuildHistogram().Name(name).Help(help).Register(registry),
            std::move(bounds)};
}

std::string Metrics::text() const {
    return impl_->text();
}
std::string Metrics::address() const {
    return impl_->address();
}

}  // namespace haven::telemetry
