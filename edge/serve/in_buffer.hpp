// SPDX-License-Identifier: Apache-2.0
// Bytes received and not yet used. Contiguous; views stay valid until space() is called.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace ks::serve {

class InBuffer {
public:
    static constexpr std::size_t kFirstBytes = 4096;

    [[nodiscard]] std::string_view view() const noexcept {
        return {data_.get() + begin_, end_ - begin_};
    }

    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    /// At least one free byte to receive into; moves what is there.
    [[nodiscard]] std::span<char> space() {
        if (empty()) {
            begin_ = end_ = 0;
        }
        if (end_ == capacity_) {
            make_room(1);
        }
        return {data_.get() + end_, capacity_ - end_};
    }

    void commit(std::size_t bytes) noexcept { end_ += bytes; }

    void consume(std::size_t bytes) noexcept { begin_ += bytes; }

    void append(std::string_view bytes) {
        if (capacity_ - end_ < bytes.size()) {
            make_room(bytes.size());
        }
        std::copy(bytes.begin(), bytes.end(), data_.get() + end_);
        end_ += bytes.size();
    }

    /// Gives the memory back if nothing is held.
    void release() noexcept {
        if (empty()) {
            data_.reset();
            begin_ = end_ = capacity_ = 0;
        }
    }

private:
    void make_room(std::size_t bytes) {
        const std::size_t held = end_ - begin_;
        if (begin_ != 0 && capacity_ - held >= std::max(bytes, capacity_ / 2)) {
            std::memmove(data_.get(), data_.get() + begin_, held);
        } else {
            const std::size_t capacity = std::max({kFirstBytes, capacity_ * 2, held + bytes});
            auto larger = std::make_unique_for_overwrite<char[]>(capacity);
            std::copy_n(data_.get() + begin_, held, larger.get());
            data_ = std::move(larger);
            capacity_ = capacity;
        }
        begin_ = 0;
        end_ = held;
    }

    std::unique_ptr<char[]> data_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace ks::serve
