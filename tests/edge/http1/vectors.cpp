// SPDX-License-Identifier: Apache-2.0
#include "tests/edge/http1/vectors.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace ks::http1::test {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("vector file: " + what);
}

/// Offset of the '}' that closes the '{' before `at`.
std::size_t closing_brace(std::string_view text, std::size_t at) {
    int depth = 1;
    for (; at < text.size(); ++at) {
        if (text.substr(at, 2) == "\\{") {
            ++depth;
        } else if (text[at] == '}' && --depth == 0) {
            return at;
        }
    }
    fail("no closing brace");
}

/// The escape whose letter is text[at]; moves `at` to its last character.
std::string escape_at(std::string_view text, std::size_t& at) {
    switch (text.at(at)) {
        case 'r':
            return "\r";
        case 'n':
            return "\n";
        case 't':
            return "\t";
        case '0':
            return std::string(1, '\0');
        case '\\':
            return "\\";
        case 'x': {
            const std::string digits{text.substr(at + 1, 2)};
            at += 2;
            return std::string(1, static_cast<char>(std::stoi(digits, nullptr, 16)));
        }
        case '{': {
            const std::size_t star = text.find('*', at);
            const std::size_t end = closing_brace(text, at + 1);
            const std::string part = unescape(text.substr(star + 1, end - star - 1));
            std::string out;
            for (int n = std::stoi(std::string{text.substr(at + 1, star - at - 1)}); n > 0; --n) {
                out += part;
            }
            at = end;
            return out;
        }
        default:
            fail("unknown escape");
    }
}

void load_file(const std::filesystem::path& path, std::vector<Vector>& out) {
    std::ifstream in(path);
    std::string line;
    while (std::getline(in, line)) {
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const std::size_t colon = line.find(": ");
        const std::string key = line.substr(0, colon);
        const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
        if (key == "name") {
            out.push_back({path.stem().string(), value, {}, {}, {}});
        } else if (out.empty()) {
            fail("starts without a name: " + path.string());
        } else if (key == "expect") {
            out.back().expect = value;
        } else if (key == "sees") {
            out.back().sees.push_back(value);
        } else if (key == "bytes") {
            out.back().bytes += unescape(value);
        } else {
            fail("unknown key in " + path.string() + ": " + line);
        }
    }
}

}  // namespace

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') {
            out += escape_at(text, ++at);
        } else {
            out.push_back(text[at]);
        }
    }
    return out;
}

std::vector<Vector> load_vectors(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<Vector> vectors;
    for (const auto& file : files) {
        load_file(file, vectors);
    }
    for (const Vector& vector : vectors) {
        if (vector.expect.empty() || vector.bytes.empty()) {
            fail("incomplete: " + vector.name);
        }
    }
    return vectors;
}

}  // namespace ks::http1::test
