#include "cli/input_args.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <set>

#include "cli/ask_secret.hpp"
#include "cli/binary_secret.hpp"
#include "cli/stem.hpp"
#include "cli/suggest.hpp"
#include "core/cursor.hpp"
#include "io/file.hpp"
#include "io/prompt.hpp"
#include "io/sqlite_image.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

Source source_of(const SecretBytes& bytes) {
    if (io::is_sqlite(bytes.view())) return Source::bytes(bytes.copy());
    return Source::text(core::as_text(bytes.view()));
}

Result<NamedSource> from_prompt() {
    auto text = io::prompt_secret("Paste the session string (it is not shown), then Enter: ");
    if (!text) return std::unexpected(std::move(text.error()));
    return NamedSource{"terminal", "session", Source::text(reveal(*text)).named("the pasted text")};
}

/// A terminal would show what is typed.
Result<NamedSource> from_stdin() {
    if (io::is_terminal(io::Stream::in)) return from_prompt();
    auto bytes = io::read_stream(0);
    if (!bytes) return pass_on(std::move(bytes.error()), "standard input");
    return NamedSource{"standard input", "session", source_of(*bytes).named("standard input")};
}

Result<NamedSource> from_env(const std::string& name) {
    auto text = read_environment(name, "--from-env");
    if (!text) return std::unexpected(std::move(text.error()));
    return NamedSource{"$" + name, name, Source::text(reveal(*text)).named("$" + name)};
}

}  // namespace

void InputArgs::add_to(CLI::App& verb, bool several) {
    auto* input =
        verb.add_option("INPUT", paths, "A file, a folder, or - for standard input (the default when piped)");
    if (!several) input->expected(0, 1);
    verb.add_option("--from", from, "Format of the input; detected where absent")->type_name("FORMAT");
    verb.add_option("--from-env", env, "Read the session string from this environment variable")
        ->type_name("NAME")
        ->excludes(input);
    verb.add_option("--json-path", json_path, "The .json of a session-json pair, where it lies elsewhere")
        ->type_name("FILE");
    verb.add_option("--key-name", key_name, "tdata: the name that Telegram Desktop got with -key")
        ->type_name("NAME");
    verb.add_option("--max-cost", max_cost, "Let an input cost N times the work that its size allows")
        ->type_name("N")
        ->check(CLI::Range(std::uint32_t{1}, std::uint32_t{1'000'000}));
    passcode.emplace(verb, "passcode", "passcode of the input (tdata)");
    tdlib_key.emplace(verb, "tdlib-key",
                      "database encryption key of the input (tdlib; bytes as base64:... or hex:...)");
}

std::vector<std::filesystem::path> InputArgs::files_of(const std::string& path) const {
    ReadOptions options{.format = from};
    if (!json_path.empty()) options.json_path = json_path;
    return tgferry::files_of(Source::path(path), options);
}

/// A .json that is named together with the .session it belongs to is a part of that input.
std::vector<std::string> InputArgs::distinct() const {
    const auto is_json = [](const std::string& path) {
        return path.ends_with(".json") || path.ends_with(".JSON") || path.ends_with(".Json");
    };
    if (paths.size() < 2 || std::ranges::none_of(paths, is_json)) return paths;
    std::set<std::filesystem::path> sessions;
    for (const std::string& path : paths) {
        if (path != "-" && !is_json(path)) sessions.insert(files_of(path).front().lexically_normal());
    }
    std::vector<std::string> out;
    std::ranges::copy_if(paths, std::back_inserter(out), [&](const std::string& path) {
        return !is_json(path) || !sessions.contains(files_of(path).front().lexically_normal());
    });
    return out;
}

Result<std::vector<NamedSource>> InputArgs::sources() const {
    if (!from.empty() && !find_format(from)) return std::unexpected(unknown_format(from));
    if (std::ranges::count(paths, "-") > 1) {
        return fail(ErrorCode::invalid_argument, "standard input (-) is named more than once",
                    "it can be read once; put the others into files");
    }
    if (!json_path.empty() && paths.size() > 1) {
        return fail(ErrorCode::invalid_argument,
                    "--json-path belongs to one .session, and there are several inputs",
                    "convert that one by itself; a .json beside its .session is found without the option");
    }
    std::vector<NamedSource> out;
    if (paths.empty()) {
        auto one = env.empty() ? from_stdin() : from_env(env);
        if (!one) return std::unexpected(std::move(one.error()));
        out.push_back(std::move(*one));
        return out;
    }
    for (const std::string& path : distinct()) {
        if (path == "-") {
            auto one = from_stdin();
            if (!one) return std::unexpected(std::move(one.error()));
            out.push_back(std::move(*one));
        } else {
            out.push_back({path, stem_of(path), Source::path(path)});
        }
    }
    return out;
}

Result<ReadOptions> InputArgs::read_options() const {
    ReadOptions options{
        .format = from, .key_name = key_name, .max_cost = max_cost, .interrupt = &io::interrupt_flag()};
    if (!json_path.empty()) options.json_path = json_path;
    auto secret = passcode->load();
    if (!secret) return std::unexpected(std::move(secret.error()));
    if (*secret) options.passcode.emplace(std::move(**secret));
    secret = tdlib_key->load();
    if (!secret) return std::unexpected(std::move(secret.error()));
    if (*secret) {
        auto key = binary_secret(std::move(**secret), "database encryption key");
        if (!key) return std::unexpected(std::move(key.error()));
        options.tdlib_key.emplace(std::move(*key));
    }
    return options;
}

Result<Bundle> InputArgs::read_unasked(const NamedSource& source, const ReadOptions& options) const {
    auto bundle = tgferry::read(source.source, options);
    if (!bundle && bundle.error().file.empty()) bundle.error().file = source.label;
    return bundle;
}

Result<Bundle> InputArgs::read(const NamedSource& source, const ReadOptions& options) const {
    return with_secret(source.label, options,
                       [&](const ReadOptions& with) { return read_unasked(source, with); });
}

}  // namespace tgferry::cli
