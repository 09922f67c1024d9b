// SPDX-License-Identifier: Apache-2.0
// A strict reader of the HTML that we write: tests look elements up in it, and it names what a
// browser would mend.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ks::render_test {

struct Element {
    std::string tag;
    std::map<std::string, std::string> attributes;  ///< values still escaped
    int parent = -1;
    std::string text;  ///< own text, without that of children

    [[nodiscard]] bool has(const std::string& name) const { return attributes.contains(name); }

    [[nodiscard]] std::string get(const std::string& name) const;
    [[nodiscard]] bool has_class(std::string_view name) const;
};

struct Markup {
    std::vector<Element> elements;
    std::vector<std::string>
        faults;  ///< unbalanced tags, unquoted or double attributes, stray < and &, ids twice, ...

    /// The elements of a tag (any if empty) with this class (any if empty).
    [[nodiscard]] std::vector<const Element*> all(std::string_view tag,
                                                  std::string_view class_name = {}) const;
    [[nodiscard]] const Element* by_id(const std::string& id) const;
    /// Ids that have another id's element among their ancestors.
    [[nodiscard]] std::vector<std::string> nested_ids() const;
};

[[nodiscard]] Markup read_markup(std::string_view html);

/// Faults, nested ids, and whatever our content security policy would refuse; empty when all is
/// well.
[[nodiscard]] std::vector<std::string> page_faults(std::string_view html);

}  // namespace ks::render_test
