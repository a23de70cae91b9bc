#include "libs/consumer/peer_events.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "haven/options/v1/options.pb.h"

namespace haven::consumer {
namespace {

TEST(PeerEvents, WhatTheFileDoesNotDeclareIsUnknownAndMustNotBeOverlooked) {
    google::protobuf::FileDescriptorProto file;
    file.set_name("peer_events.proto");
    file.add_dependency("haven/options/v1/options.proto");
    file.add_message_type()->set_name("Noted");
    auto* paid = file.add_message_type();
    paid->set_name("Paid");
    paid->mutable_options()->SetExtension(options::v1::critical, true);
    google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
    const auto* events = pool.BuildFile(file);
    ASSERT_NE(events, nullptr);

    const Subscription peer = told_by("peer", *events, {"Paid"}, [](const log::Record&) {
        return std::vector<ReactionCommand>{};
    });
    EXPECT_EQ(peer.source, "peer");
    EXPECT_TRUE(peer.is_known("Noted"));
    EXPECT_FALSE(peer.is_critical("Noted"));
    EXPECT_TRUE(peer.is_known("Paid"));
    EXPECT_TRUE(peer.is_critical("Paid"));
    EXPECT_FALSE(peer.is_known("OfALaterVersion"));
    EXPECT_TRUE(peer.is_critical("OfALaterVersion"));
}

}  // namespace
}  // namespace haven::consumer
