// SPDX-License-Identifier: Apache-2.0
// md4c behind a small interface: what the two renderings share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::markdown {

enum class Block : std::uint8_t {
    kQuote,
    kBullets,
    kNumbers,
    kItem,
    kRule,
    kHeading,
    kCode,
    kParagraph
};

enum class Span : std::uint8_t { kEmphasis, kStrong, kStruck, kCode };

/// Receives a document; every enter has its leave. Texts are plain, entities already replaced.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// `number`: where a kNumbers list starts.
    virtual void enter(Block block, unsigned number) = 0;
    virtual void leave(Block block) = 0;
    virtual void enter(Span span) = 0;
    virtual void leave(Span span) = 0;
    /// `target` is http, https or mailto.
    virtual void enter_link(std::string_view target) = 0;
    virtual void leave_link() = 0;
    virtual void text(std::string_view text) = 0;
    virtual void line_break(bool hard) = 0;
    /// Bytes made so far; parsing ends when they outgrow what the source can ask for.
    [[nodiscard]] virtual std::size_t size() const = 0;
};

/// False if the text was too much for the parser or made it write out of proportion, as reference
/// links can: what the sink has then is to be thrown away.
[[nodiscard]] bool parse(std::string_view source, Sink& sink);

/// At most kSourceMax bytes, cut at a whole character.
[[nodiscard]] std::string_view bounded(std::string_view source) noexcept;

}  // namespace ks::markdown
