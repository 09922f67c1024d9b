// SPDX-License-Identifier: Apache-2.0
// Task<T>: a coroutine on a reactor's io_context. Exceptions from Asio never reach us: every
// operation uses `token`.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/experimental/as_tuple.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>

namespace ks::loop {

using Executor = asio::io_context::executor_type;

/// A coroutine; await it or give it to Reactor::spawn.
template <class T>
using Task = asio::awaitable<T, Executor>;

/// Completion token: `auto [ec, n] = co_await socket.async_read_some(buffer, token);`
inline constexpr auto token = asio::experimental::as_tuple(asio::use_awaitable_t<Executor>{});

}  // namespace ks::loop
