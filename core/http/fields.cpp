// SPDX-License-Identifier: Apache-2.0
#include "core/http/fields.hpp"

#include <algorithm>

namespace ks::http {
namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> FieldsView::find(std::string_view name) const noexcept {
    for (const Field& field : fields_) {
        if (same_name(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::size_t FieldsView::count(std::string_view name) const noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        fields_, [name](const Field& field) { return same_name(field.name, name); }));
}

}  // namespace ks::http
