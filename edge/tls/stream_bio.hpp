// SPDX-License-Identifier: Apache-2.0
// An OpenSSL BIO over io::Stream: received bytes go straight into the SSL's record buffer, sealed
// ones straight out of it.
#pragma once

#include "edge/io/stream.hpp"

#include <openssl/bio.h>

namespace ks::tls {

/// What the BIO works on and what it met; lives in the TlsStream.
struct BioState {
    io::Stream* lower = nullptr;
    io::Side blocked = io::Side::kRead;  ///< which side said kWouldBlock last
    bool eof = false;
};

/// Null when memory is short. Freed with BIO_meth_free().
[[nodiscard]] BIO_METHOD* make_stream_bio_method();

}  // namespace ks::tls
