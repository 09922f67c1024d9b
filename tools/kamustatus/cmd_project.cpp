// SPDX-License-Identifier: Apache-2.0
// kamustatus project create|list: JSON on standard output.
#include "local_store.hpp"

#include "core/base/limits.hpp"
#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"
#include "core/text/utf8.hpp"
#include "core/time/zone.hpp"
#include "edge/api/auth.hpp"
#include "storage/store/readers.hpp"

#include <iostream>
#include <optional>

namespace ks::cli {
namespace {

struct Wish {
    std::string name;
    std::string timezone = "UTC";
};

/// "NAME [--timezone Z]" in any order; the error is a sentence.
std::expected<Wish, std::string> read_wish(Arguments words) {
    Wish wish;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with("--timezone=")) {
            wish.timezone = words[i].substr(std::string_view("--timezone=").size());
        } else if (words[i] == "--timezone") {
            if (++i == words.size()) {
                return std::unexpected("--timezone needs a value, such as Europe/Berlin");
            }
            wish.timezone = words[i];
        } else if (wish.name.empty() && !words[i].starts_with("--")) {
            wish.name = words[i];
        } else {
            return std::unexpected("project create does not know \"" + std::string(words[i]) +
                                   "\"");
        }
    }
    const std::size_t chars = text::count_code_points(wish.name);
    if (chars < 1 || chars > limits::kNameChars) {
        return std::unexpected("project create needs a NAME of 1 to " +
                               std::to_string(limits::kNameChars) + " characters");
    }
    return wish;
}

int create(const ServerOptions& options, Arguments words) {
    const auto wish = read_wish(words);
    if (!wish) {
        return bad_usage(wish.error());
    }
    if (!Zone::find(wish->timezone)) {
        return failed("there is no time zone \"" + wish->timezone +
                      "\": use an IANA name such as Europe/Berlin");
    }
    auto store = LocalStore::open(options, LocalStore::Missing::kMake);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    write::CreateProject command;
    command.project.id = local.make_id<ProjectId>();
    command.project.name = wish->name;
    command.project.timezone = wish->timezone;
    command.project.created_at = command.project.updated_at = local.now();
    const ProjectId id = command.project.id;
    const auto key =
        api::make_key(record::KeyScope::kProject, id, local.make_id<KeyId>(), local.now());
    command.first_key = key.record;
    if (!local.run(std::move(command), "create the project")) {
        return kFailed;
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("id").string(id.text()).key("name").string(wish->name);
    out.key("timezone").string(wish->timezone).key("apiKey").string(key.text).end_object();
    std::cout << json << '\n';
    return kOk;
}

int list(const ServerOptions& options, Arguments words) {
    if (!words.empty()) {
        return bad_usage("project list takes nothing more");
    }
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    const auto projects = (*store)->reader().read(
        [](const store::Snapshot& snapshot) { return store::projects(snapshot); });
    if (!projects) {
        return failed("cannot read the projects: " + sentence(projects.error()));
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_array();
    for (const record::Project& project : *projects) {
        out.begin_object().key("id").string(project.id.text()).key("name").string(project.name);
        out.key("timezone").string(project.timezone);
        out.key("createdAt").string(text::format_iso_millis(project.created_at)).end_object();
    }
    out.end_array();
    std::cout << json << '\n';
    return kOk;
}

}  // namespace

int cmd_project(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    const Arguments words(options->rest);
    if (!words.empty() && words.front() == "create") {
        return create(*options, words.subspan(1));
    }
    if (!words.empty() && words.front() == "list") {
        return list(*options, words.subspan(1));
    }
    return bad_usage("project is followed by create NAME or list");
}

}  // namespace ks::cli
