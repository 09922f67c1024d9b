// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include "edge/api/auth.hpp"
#include "edge/api/json_in.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace ks::test {
namespace {

std::string in_words(const api::JsonValue& value) {
    switch (value.kind()) {
        case api::JsonKind::kNull:
            return "null";
        case api::JsonKind::kBool:
            return *value.boolean() ? "true" : "false";
        case api::JsonKind::kString:
            return std::string(*value.text());
        case api::JsonKind::kArray:
            return "[" + std::to_string(value.items().size()) + "]";
        case api::JsonKind::kObject:
            return "{" + std::to_string(value.members().size()) + "}";
        case api::JsonKind::kNumber:
            break;
    }
    if (const auto whole = value.integer()) {
        return std::to_string(*whole);
    }
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, *value.number()).ptr};
}

loop::Task<void> drive(serve::Site& site,
                       const serve::Request& request,
                       serve::Reply& reply,
                       bool& done) {
    co_await api::handle(site, request, "req-1", reply);
    done = true;
}

}  // namespace

TempDir::TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ks-api-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Answer::at(std::string_view path) const {
    api::JsonReader reader;
    const auto root = reader.parse(body);
    if (!root) {
        return "no JSON: " + body;
    }
    api::JsonValue value = *root;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string name(path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
        if (value.is(api::JsonKind::kArray)) {
            const auto items = value.items();
            const std::size_t index = std::stoul(name);
            if (index >= items.size()) {
                return "absent";
            }
            value = items[index];
        } else if (const auto member = value.find(name)) {
            value = *member;
        } else {
            return "absent";
        }
    }
    return in_words(value);
}

std::string Answer::field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? "absent" : found->second;
}

Answer collect(serve::Reply& reply) {
    Answer answer{.status = reply.status, .fields = {}, .body = reply.body};
    for (const auto& [name, value] : reply.fields) {
        answer.fields[std::string(name)] = value;
    }
    while (reply.stream) {
        const auto more = reply.stream(answer.body);
        EXPECT_TRUE(more.has_value());
        if (!more || !*more) {
            break;
        }
    }
    return answer;
}

Answer run_request(loop::Reactor& reactor, serve::Site& site, const serve::Request& request) {
    serve::Reply reply;
    bool done = false;
    reactor.io().restart();
    reactor.spawn(drive(site, request, reply, done), "test");
    while (!done && reactor.io().run_one() > 0) {
    }
    EXPECT_TRUE(done);
    return collect(reply);
}

ApiTest::ApiTest() : check_soon_([this](MonitorId id) { checked_soon_.push_back(id); }) {
    store_ =
        *store::Store::open({.directory = directory_.path(), .map_bytes = std::size_t{1} << 28U});
    inline_writer_ = std::make_unique<write::InlineWriter>(
        *store_, write::Applier::Options{.before_commit = [this] { return commit_error_; }});
    writer_ = std::make_unique<WatchedWriter>(*inline_writer_);
    const loop::Reactor::Parts parts{
        .clock = clock_, .store = *store_, .writer = *writer_, .seed_a = 3, .seed_b = 5};
    reactor_ = std::make_unique<loop::Reactor>(0, parts);
    site_ = std::make_unique<serve::Site>(serve::Site{*reactor_, facts_, check_soon_});
    const api::NewKey admin =
        api::make_key(record::KeyScope::kAdmin, {}, ids_.make<KeyId>(kNow_s * 1000), clock_.now());
    admin_key_ = admin.text;
    EXPECT_EQ(inline_writer_->run(write::CreateKey{.key = admin.record}).code, Errc::kOk);
    key_ = add_project();
}

ApiTest::~ApiTest() = default;

std::string ApiTest::add_project() {
    project_ = ids_.make<ProjectId>(kNow_s * 1000);
    const api::NewKey key = api::make_key(
        record::KeyScope::kProject, project_, ids_.make<KeyId>(kNow_s * 1000), clock_.now());
    record::Project project{
        .id = project_, .created_at = clock_.now(), .updated_at = clock_.now(), .name = "Acme"};
    EXPECT_EQ(
        inline_writer_->run(write::CreateProject{.project = project, .first_key = key.record}).code,
        Errc::kOk);
    return key.text;
}

Answer ApiTest::ask(const Ask& request) {
    Fields fields = request.fields;
    if (request.with_key) {
        fields.emplace_back("x-api-key", key_);
    }
    const auto has = [&](std::string_view name) {
        return std::ranges::any_of(
            fields, [&](const auto& field) { return http::same_name(field.first, name); });
    };
    if (!request.body.empty() && !has("Content-Type")) {
        fields.emplace_back("Content-Type", "application/json; charset=utf-8");
    }
    http::FieldsView view;
    for (const auto& [name, value] : fields) {
        view.add(name, value);
    }
    const std::size_t mark = request.path.find('?');
    const std::string path = request.path.substr(0, mark);
    const std::string query =
        mark == std::string::npos ? std::string() : request.path.substr(mark + 1);
    const serve::Request made{.method = *http::parse_method(request.method),
                              .path = path,
                              .query = query,
                              .host = "app.example.com",
                              .fields = view,
                              .body = request.body,
                              .peer = "127.0.0.1",
                              .secure = true};
    return run_request(*reactor_, *site_, made);
}

std::string ApiTest::add_monitor(const std::string& body) {
    const Answer answer = post("/api/monitors", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.at("id");
}

std::string ApiTest::add_page(const std::string& body) {
    const Answer answer = post("/api/status-pages", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.at("id");
}

}  // namespace ks::test
