// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an 8-byte Error. Errors that callers can meet are values, never exceptions.
#pragma once

#include "core/base/errc.hpp"

#include <cstdint>
#include <expected>
#include <utility>

namespace ks {

/// A code and one number that explains it: errno, an LMDB code, a byte offset; see the function
/// that returns it.
struct Error {
    Errc code = Errc::kInternal;
    std::int32_t detail = 0;

    friend bool operator==(const Error&, const Error&) = default;
};

/// std::expected that cannot be dropped silently. `Result<void>` for operations without a value.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using Base = std::expected<T, Error>;
    using Base::Base;

    // NOLINTNEXTLINE(google-explicit-constructor): `return error;` is the point
    Result(Error error) : Base(std::unexpect, error) {}

    // NOLINTNEXTLINE(google-explicit-constructor): `return Errc::kNotFound;` is the point
    Result(Errc code) : Base(std::unexpect, Error{code}) {}
};

}  // namespace ks

#define KS_CONCAT_(a, b) a##b
#define KS_CONCAT(a, b) KS_CONCAT_(a, b)

/// KS_TRY(auto v, f()): v = the value of f(), or return its error. KS_CHECK(f()): the same without
/// a value.
#define KS_TRY_(tmp, decl, expr) \
    auto tmp = (expr);           \
    if (!tmp) {                  \
        return tmp.error();      \
    }                            \
    decl = *std::move(tmp)
#define KS_TRY(decl, expr) KS_TRY_(KS_CONCAT(ks_try_, __LINE__), decl, expr)
#define KS_CHECK(expr)                       \
    if (auto ks_check = (expr); !ks_check) { \
        return ks_check.error();             \
    }

/// The same inside coroutines.
#define KS_CO_TRY_(tmp, decl, expr) \
    auto tmp = (expr);              \
    if (!tmp) {                     \
        co_return tmp.error();      \
    }                               \
    decl = *std::move(tmp)
#define KS_CO_TRY(decl, expr) KS_CO_TRY_(KS_CONCAT(ks_try_, __LINE__), decl, expr)
#define KS_CO_CHECK(expr)                    \
    if (auto ks_check = (expr); !ks_check) { \
        co_return ks_check.error();          \
    }
