// SPDX-License-Identifier: Apache-2.0
// Header fields as views into the head's bytes, in order; names compare without case (RFC 9110
// section 5.1).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ks::http {

struct Field {
    std::string_view name;
    std::string_view value;  ///< without surrounding blanks
};

class FieldsView {
public:
    void clear() noexcept { fields_.clear(); }

    void add(std::string_view name, std::string_view value) { fields_.push_back({name, value}); }

    [[nodiscard]] std::span<const Field> all() const noexcept { return fields_; }

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    [[nodiscard]] std::size_t count(std::string_view name) const noexcept;

private:
    std::vector<Field> fields_;
};

/// ASCII case folded.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace ks::http
