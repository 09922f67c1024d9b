// SPDX-License-Identifier: Apache-2.0
#include "tests/edge/http1/wire.hpp"

#include "core/base/assert.hpp"

#include <algorithm>
#include <cctype>

namespace ks::http1::test {

void Wire::feed(std::string_view bytes) {
    if (status_ != 0 || closed_) {
        return;
    }
    buffer_.append(bytes);
    while (advance()) {
    }
}

bool Wire::unfinished() const noexcept {
    return status_ == 0 && !closed_ && (in_body_ || !buffer_.empty());
}

std::string Wire::verdict() const {
    const std::string count = std::to_string(requests_.size());
    if (status_ != 0) {
        return std::to_string(status_) + (requests_.empty() ? "" : " after " + count);
    }
    return (unfinished() ? "more " : "accept ") + count;
}

bool Wire::advance() {
    if (status_ != 0 || closed_) {
        return false;
    }
    if (!in_body_) {
        return read_head();
    }
    return chunks_ ? read_chunked_body() : read_length_body();
}

bool Wire::read_head() {
    const Result<std::size_t> size = gate_.scan(buffer_);
    if (!size) {
        return refuse(size.error().code);
    }
    KS_ASSERT(*size <= buffer_.size());
    if (*size == 0) {
        return false;
    }
    gate_.reset();
    const std::string_view head{buffer_.data(), *size};
    if (const Result<void> parsed = parse_request_head(head, head_); !parsed) {
        return refuse(parsed.error().code);
    }
    if (on_head_) {
        on_head_(head, head_);
    }
    current_ = {};
    current_.method = http::name(head_.method);
    current_.target = head_.path;
    if (!head_.query.empty()) {
        current_.target.append("?").append(head_.query);
    }
    current_.host = head_.host();
    for (const http::Field& field : head_.fields.all()) {
        std::string name{field.name};
        std::ranges::transform(
            name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        current_.fields.append(name).append(":").append(field.value).append("\n");
    }
    buffer_.erase(0, *size);
    in_body_ = true;
    if (head_.framing.kind == http::BodyKind::kLength && head_.framing.length > kBodyMax) {
        return refuse(Errc::kBodyTooLarge);
    }
    if (head_.framing.kind == http::BodyKind::kChunked) {
        chunks_.emplace(kBodyMax);
    }
    return true;
}

bool Wire::read_length_body() {
    if (buffer_.size() < head_.framing.length) {
        return false;
    }
    const auto length = static_cast<std::size_t>(head_.framing.length);
    current_.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return end_request();
}

bool Wire::read_chunked_body() {
    const Result<std::size_t> taken = chunks_->feed(buffer_, current_.body);
    if (!taken) {
        return refuse(taken.error().code);
    }
    KS_ASSERT(*taken <= buffer_.size() && current_.body.size() <= kBodyMax);
    KS_ASSERT(chunks_->done() || *taken == buffer_.size());
    buffer_.erase(0, *taken);
    return chunks_->done() && end_request();
}

bool Wire::end_request() {
    requests_.push_back(std::move(current_));
    chunks_.reset();
    in_body_ = false;
    closed_ = !head_.keep_alive;
    return true;
}

bool Wire::refuse(Errc code) {
    status_ = info(code).http_status;
    return false;
}

}  // namespace ks::http1::test
