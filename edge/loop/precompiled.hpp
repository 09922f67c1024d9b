// SPDX-License-Identifier: Apache-2.0
// What nearly every source of this floor parses: compiled once. Nothing relies on it.
#pragma once

#include "edge/loop/reactor.hpp"
#include "storage/store/readers.hpp"

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>
