// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/stream_bio.hpp"

namespace ks::tls {
namespace {

BioState& state_of(BIO* bio) noexcept {
    return *static_cast<BioState*>(BIO_get_data(bio));
}

int bio_read(BIO* bio, char* into, std::size_t size, std::size_t* taken) {
    BIO_clear_retry_flags(bio);
    BioState& state = state_of(bio);
    const auto read = state.lower->try_read({into, size});
    if (read) {
        *taken = *read;
        return 1;
    }
    *taken = 0;
    if (read.error().code == Errc::kWouldBlock) {
        state.blocked = io::Side::kRead;
        BIO_set_retry_read(bio);
        return -1;
    }
    state.eof = read.error().code == Errc::kEof;
    return 0;
}

int bio_write(BIO* bio, const char* bytes, std::size_t size, std::size_t* taken) {
    BIO_clear_retry_flags(bio);
    BioState& state = state_of(bio);
    const auto written = state.lower->try_write({bytes, size});
    if (written) {
        *taken = *written;
        return 1;
    }
    *taken = 0;
    if (written.error().code == Errc::kWouldBlock) {
        state.blocked = io::Side::kWrite;
        BIO_set_retry_write(bio);
    }
    return -1;
}

long bio_control(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_EOF:
            return state_of(bio).eof ? 1 : 0;
        default:
            return 0;
    }
}

int bio_create(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
}

}  // namespace

BIO_METHOD* make_stream_bio_method() {
    BIO_METHOD* const method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "kamustatus stream");
    if (method != nullptr) {
        BIO_meth_set_read_ex(method, bio_read);
        BIO_meth_set_write_ex(method, bio_write);
        BIO_meth_set_ctrl(method, bio_control);
        BIO_meth_set_create(method, bio_create);
    }
    return method;
}

}  // namespace ks::tls
