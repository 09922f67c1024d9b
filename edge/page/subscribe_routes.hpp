// SPDX-License-Identifier: Apache-2.0
// /subscribe, /subscribe/confirm/<token>, /subscribe/manage/<token> and /unsubscribe/<token>. Links
// in messages are opened by mail scanners too: a GET changes nothing.
#pragma once

#include "edge/page/visit.hpp"

namespace ks::page {

[[nodiscard]] Result<void> answer_subscribe(const store::Snapshot& snapshot, const Visit& visit);
/// The answer to a good form never tells whether the target is subscribed.
loop::Task<void> act_subscribe(const Visit& visit);
[[nodiscard]] Result<void> answer_confirm(const store::Snapshot& snapshot, const Visit& visit);
loop::Task<void> act_confirm(const Visit& visit);
[[nodiscard]] Result<void> answer_manage(const store::Snapshot& snapshot, const Visit& visit);
loop::Task<void> act_manage(const Visit& visit);
[[nodiscard]] Result<void> answer_unsubscribe(const store::Snapshot& snapshot, const Visit& visit);
/// Also one-click (RFC 8058): any body will do, the token is the authority.
loop::Task<void> act_unsubscribe(const Visit& visit);

}  // namespace ks::page
