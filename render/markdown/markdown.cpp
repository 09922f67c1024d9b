// SPDX-License-Identifier: Apache-2.0
#include "render/markdown/markdown.hpp"

#include "render/markdown/parse.hpp"

#include <vector>

namespace ks::markdown {

namespace {

class HtmlSink final : public Sink {
public:
    HtmlSink(std::string& to, int heading_level)
        : bytes_(to), to_(to), level_(static_cast<std::uint64_t>(heading_level)) {}

    void enter(Block block, unsigned number) override {
        switch (block) {
            case Block::kQuote:
                to_.raw("<blockquote>");
                break;
            case Block::kBullets:
                to_.raw("<ul class=\"md\">");
                break;
            case Block::kNumbers:
                to_.raw("<ol class=\"md\"");
                if (number != 1) {
                    to_.raw(" start=\"").number(number).raw("\"");
                }
                to_.raw(">");
                break;
            case Block::kItem:
                to_.raw("<li>");
                break;
            case Block::kRule:
                to_.raw("<hr>");
                break;
            case Block::kHeading:
                to_.raw("<h").number(level_).raw(">");
                break;
            case Block::kCode:
                to_.raw("<pre><code>");
                break;
            case Block::kParagraph:
                to_.raw("<p>");
                break;
        }
    }

    void leave(Block block) override {
        switch (block) {
            case Block::kQuote:
                to_.raw("</blockquote>\n");
                break;
            case Block::kBullets:
                to_.raw("</ul>\n");
                break;
            case Block::kNumbers:
                to_.raw("</ol>\n");
                break;
            case Block::kItem:
                to_.raw("</li>\n");
                break;
            case Block::kRule:
                to_.raw("\n");
                break;
            case Block::kHeading:
                to_.raw("</h").number(level_).raw(">\n");
                break;
            case Block::kCode:
                to_.raw("</code></pre>\n");
                break;
            case Block::kParagraph:
                to_.raw("</p>\n");
                break;
        }
    }

    void enter(Span span) override {
        switch (span) {
            case Span::kEmphasis:
                to_.raw("<em>");
                break;
            case Span::kStrong:
                to_.raw("<strong>");
                break;
            case Span::kStruck:
                to_.raw("<del>");
                break;
            case Span::kCode:
                to_.raw("<code>");
                break;
        }
    }

    void leave(Span span) override {
        switch (span) {
            case Span::kEmphasis:
                to_.raw("</em>");
                break;
            case Span::kStrong:
                to_.raw("</strong>");
                break;
            case Span::kStruck:
                to_.raw("</del>");
                break;
            case Span::kCode:
                to_.raw("</code>");
                break;
        }
    }

    void enter_link(std::string_view target) override {
        to_.raw("<a rel=\"nofollow noopener\" href=\"").attribute(target).raw("\">");
    }

    void leave_link() override { to_.raw("</a>"); }

    void text(std::string_view text) override { to_.text(text); }

    void line_break(bool hard) override {
        to_.raw(hard ? out::Literal("<br>\n") : out::Literal("\n"));
    }

    [[nodiscard]] std::size_t size() const override { return bytes_.size(); }

private:
    const std::string& bytes_;
    out::Html to_;
    std::uint64_t level_;
};

class TextSink final : public Sink {
public:
    explicit TextSink(std::string& to) : to_(to) {}

    void enter(Block block, unsigned number) override {
        if (block == Block::kBullets || block == Block::kNumbers) {
            lists_.push_back({block == Block::kNumbers, number});
        } else if (block == Block::kItem && !lists_.empty()) {
            line();
            to_.append(2 * (lists_.size() - 1), ' ');
            List& list = lists_.back();
            to_ += list.numbered ? std::to_string(list.next++) + ". " : std::string("- ");
            fresh_ = true;
        } else if (block >= Block::kRule) {
            gap();
        }
    }

    void leave(Block block) override {
        if (block == Block::kBullets || block == Block::kNumbers) {
            lists_.pop_back();
        }
        if (block == Block::kCode) {
            trim();
        }
        fresh_ = false;
    }

    void enter(Span /*span*/) override {}

    void leave(Span /*span*/) override {}

    void enter_link(std::string_view target) override {
        target_ = target;
        from_ = to_.size();
    }

    void leave_link() override {
        const std::string_view said = std::string_view(to_).substr(from_);
        std::string_view bare = target_;
        bare.remove_prefix(bare.starts_with("mailto:") ? 7 : 0);
        if (said != target_ && said != bare) {
            to_.append(" (").append(bare).append(")");
        }
    }

    void text(std::string_view text) override {
        to_ += text;
        fresh_ = false;
    }

    void line_break(bool /*hard*/) override { to_ += '\n'; }

    [[nodiscard]] std::size_t size() const override { return to_.size(); }

    void trim() {
        while (!to_.empty() && (to_.back() == '\n' || to_.back() == ' ')) {
            to_.pop_back();
        }
    }

private:
    struct List {
        bool numbered;
        unsigned next;
        bool begun = false;
    };

    /// The first item of a list that stands by itself comes after a blank line, every other one on
    /// the next.
    void line() {
        trim();
        if (!to_.empty()) {
            to_ += lists_.size() == 1 && !lists_.back().begun ? "\n\n" : "\n";
        }
        lists_.back().begun = true;
    }

    /// A blank line before a block, but not between an item's mark and its first words.
    void gap() {
        if (fresh_) {
            fresh_ = false;
            return;
        }
        trim();
        if (!to_.empty()) {
            to_ += "\n\n";
        }
    }

    std::string& to_;
    std::vector<List> lists_;
    std::string target_;
    std::size_t from_ = 0;
    bool fresh_ = false;  ///< an item's mark was written and nothing else
};

}  // namespace

void html(out::Html& out, std::string_view source, int heading_level) {
    source = bounded(source);
    std::string made;
    HtmlSink sink(made, heading_level);
    if (parse(source, sink)) {
        out.trusted(made);
    } else {
        out.raw("<p>").text(source).raw("</p>\n");
    }
}

std::string plain_text(std::string_view source) {
    source = bounded(source);
    std::string text;
    TextSink sink(text);
    if (!parse(source, sink)) {
        return std::string(source);
    }
    sink.trim();
    return text;
}

}  // namespace ks::markdown
