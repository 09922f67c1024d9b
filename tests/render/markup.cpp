// SPDX-License-Identifier: Apache-2.0
#include "markup.hpp"

#include "core/text/utf8.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <set>

namespace ks::render_test {

namespace {

bool is_void(const std::string& tag) {
    static const std::set<std::string> kVoid{"meta", "link", "img", "br", "hr", "input"};
    return kVoid.contains(tag);
}

bool good_entity(std::string_view rest) {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"},
        [rest](std::string_view entity) { return rest.starts_with(entity); });
}

class Reader {
public:
    explicit Reader(std::string_view html) : html_(html) {}

    Markup read() {
        if (!text::is_utf8(html_)) {
            fault("not UTF-8");
        }
        if (html_.starts_with("<!doctype html>\n")) {
            at_ = 16;
        }
        while (at_ < html_.size()) {
            if (html_[at_] != '<') {
                text_byte();
            } else if (html_.substr(at_).starts_with("</")) {
                close();
            } else {
                open();
            }
        }
        if (!open_.empty()) {
            fault("left open: " + out_.elements[static_cast<std::size_t>(open_.back())].tag);
        }
        return std::move(out_);
    }

private:
    void fault(const std::string& what) {
        out_.faults.push_back(what + " at byte " + std::to_string(at_));
    }

    void text_byte() {
        const char c = html_[at_];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '>' || (c == '&' && !good_entity(html_.substr(at_)))) {
            fault("unescaped character");
        }
        if (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') {
            fault("control character");
        }
        if (!open_.empty()) {
            out_.elements[static_cast<std::size_t>(open_.back())].text += c;
        }
        ++at_;
    }

    std::string name() {
        const std::size_t begin = at_;
        while (at_ < html_.size() &&
               (std::isalnum(static_cast<unsigned char>(html_[at_])) != 0 || html_[at_] == '-')) {
            ++at_;
        }
        if (at_ == begin) {
            fault("no name");
            ++at_;
        }
        return std::string(html_.substr(begin, at_ - begin));
    }

    void close() {
        at_ += 2;
        const std::string tag = name();
        if (open_.empty() || out_.elements[static_cast<std::size_t>(open_.back())].tag != tag) {
            fault("closes what is not open: " + tag);
        } else {
            open_.pop_back();
        }
        if (at_ >= html_.size() || html_[at_] != '>') {
            fault("bad end tag");
        }
        ++at_;
    }

    void attribute(Element& element) {
        const std::string key = name();
        std::string value;
        if (at_ < html_.size() && html_[at_] == '=') {
            const std::size_t end = html_.find('"', at_ + 2);
            if (html_.substr(at_, 2) != "=\"" || end == std::string_view::npos) {
                fault("unquoted attribute");
                at_ = html_.size();
                return;
            }
            value = html_.substr(at_ + 2, end - at_ - 2);
            for (std::size_t i = 0; i < value.size(); ++i) {
                if (value[i] == '<' ||
                    (value[i] == '&' && !good_entity(std::string_view(value).substr(i)))) {
                    fault("unescaped attribute " + key);
                }
            }
            at_ = end + 1;
        }
        if (!element.attributes.emplace(key, value).second) {
            fault("attribute twice: " + key);
        }
    }

    void open() {
        ++at_;
        Element element;
        element.tag = name();
        element.parent = open_.empty() ? -1 : open_.back();
        while (at_ < html_.size() && html_[at_] == ' ') {
            ++at_;
            attribute(element);
        }
        const bool self_closed = html_.substr(at_).starts_with("/>");
        at_ += self_closed ? 1 : 0;
        if (at_ >= html_.size() || html_[at_] != '>') {
            fault("bad start tag " + element.tag);
        }
        ++at_;
        out_.elements.push_back(element);
        if (!self_closed && !is_void(element.tag)) {
            open_.push_back(static_cast<int>(out_.elements.size() - 1));
        }
    }

    std::string_view html_;
    std::size_t at_ = 0;
    std::vector<int> open_;
    Markup out_;
};

}  // namespace

std::string Element::get(const std::string& name) const {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string() : found->second;
}

bool Element::has_class(std::string_view name) const {
    return (" " + get("class") + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

std::vector<const Element*> Markup::all(std::string_view tag, std::string_view class_name) const {
    std::vector<const Element*> found;
    for (const Element& element : elements) {
        if ((tag.empty() || element.tag == tag) &&
            (class_name.empty() || element.has_class(class_name))) {
            found.push_back(&element);
        }
    }
    return found;
}

const Element* Markup::by_id(const std::string& id) const {
    for (const Element& element : elements) {
        if (element.has("id") && element.get("id") == id) {
            return &element;
        }
    }
    return nullptr;
}

std::vector<std::string> Markup::nested_ids() const {
    std::vector<std::string> nested;
    for (const Element& element : elements) {
        for (int up = element.parent; element.has("id") && up != -1;
             up = elements[static_cast<std::size_t>(up)].parent) {
            if (elements[static_cast<std::size_t>(up)].has("id")) {
                nested.push_back(element.get("id"));
            }
        }
    }
    return nested;
}

Markup read_markup(std::string_view html) {
    Markup markup = Reader(html).read();
    std::set<std::string> ids;
    for (const Element& element : markup.elements) {
        if (element.has("id") && !ids.insert(element.get("id")).second) {
            markup.faults.push_back("id twice: " + element.get("id"));
        }
        if (element.has("id") && element.get("id").find_first_of(" \t\n") != std::string::npos) {
            markup.faults.push_back("id with a blank: " + element.get("id"));
        }
    }
    return markup;
}

std::vector<std::string> page_faults(std::string_view html) {
    const Markup markup = read_markup(html);
    std::vector<std::string> faults = markup.faults;
    for (const std::string& id : markup.nested_ids()) {
        faults.push_back("id inside another: " + id);
    }
    for (const Element& element : markup.elements) {
        for (const auto& [name, value] : element.attributes) {
            if (name == "style" || name.starts_with("on")) {
                faults.push_back("inline " + name);
            }
            if ((name == "href" || name == "src") && value.starts_with("javascript:")) {
                faults.push_back("script address");
            }
        }
        if (element.tag == "style" || (element.tag == "script" && !element.text.empty())) {
            faults.push_back("inline " + element.tag);
        }
    }
    return faults;
}

}  // namespace ks::render_test
