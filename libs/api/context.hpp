// What every handler needs of its host; a service's own context adds what is its own.
#pragma once

#include "libs/host/service.hpp"

namespace haven::api {

struct Context {
    host::ServiceContext& host;
};

}  // namespace haven::api
