// SPDX-License-Identifier: Apache-2.0
// Assertions for our own mistakes, on in every build; never for bytes from a peer, the disk or the
// operator.
#pragma once

namespace ks {

/// Prints the broken condition with its place and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace ks

#define KS_ASSERT(condition)                                        \
    do {                                                            \
        if (!(condition)) [[unlikely]] {                            \
            ::ks::assertion_failed(#condition, __FILE__, __LINE__); \
        }                                                           \
    } while (false)
