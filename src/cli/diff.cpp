// tgferry diff A B: same auth key? which fields differ?
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "cli/console.hpp"
#include "cli/input_args.hpp"
#include "cli/verbs.hpp"
#include "core/json.hpp"

namespace tgferry::cli {
namespace {

struct Difference {
    std::string field;
    core::Json a, b;
};

/// Compares two values of the JSON of `inspect`, member by member.
void compare(const std::string& path, const core::Json& a, const core::Json& b,
             std::vector<Difference>& out) {
    if (a == b) return;
    if (!a.is_object() || !b.is_object()) {
        out.push_back({path, a, b});
        return;
    }
    const core::Json nothing;
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
    for (const auto& [name, value] : a.items()) {
        compare(below(name), value, b.contains(name) ? b[name] : nothing, out);
    }
    for (const auto& [name, value] : b.items()) {
        if (!a.contains(name)) compare(below(name), nothing, value, out);
    }
}

core::Json account_json(const Bundle& bundle) {
    auto parsed = core::parse_json(reveal(describe_json(bundle)));
    core::Json account = parsed ? parsed->get()["accounts"][bundle.active_index] : core::Json();
    account.erase("index");
    return account;
}

class Diff {
  public:
    explicit Diff(CLI::App& verb) : api_hash_(verb, "api-hash", "API hash") {
        inputs_.add_to(verb, true);
        verb.add_option("--dc", dc_, "Home DC of an input that does not name it (auth-key)")
            ->check(CLI::Range(1, 255));
        verb.add_flag("--json", json_, "Print one JSON object");
    }

    int run() const {
        auto sources = inputs_.sources();
        if (!sources) return report(sources.error(), json_);
        if (sources->size() != 2) {
            return report({.code = ErrorCode::invalid_argument,
                           .message = "diff takes two inputs",
                           .hint = "tgferry diff A B; one of them may be - for standard input"},
                          json_);
        }
        const auto options = inputs_.read_options();
        if (!options) return report(options.error(), json_);
        const auto api_hash = api_hash_.load();
        if (!api_hash) return report(api_hash.error(), json_);
        std::vector<Bundle> both;
        for (const NamedSource& source : *sources) {
            auto bundle = read_one(source, *options, *api_hash);
            if (!bundle) return report(bundle.error(), json_);
            both.push_back(std::move(*bundle));
        }
        const bool same_key = both[0].active().key == both[1].active().key;
        std::vector<Difference> differences;
        compare("", account_json(both[0]), account_json(both[1]), differences);
        return json_ ? print_json(same_key, differences) : print_text(same_key, differences);
    }

  private:
    /// --dc and the API hash are for the input that cannot do without: put over what the other one says, they
    /// would hide a difference.
    Result<Bundle> read_one(const NamedSource& source, ReadOptions options,
                            const std::optional<SecretText>& api_hash) const {
        if (api_hash && needs_api_hash(source, options))
            options.facts.api_hash = std::string(reveal(*api_hash));
        auto bundle = inputs_.read(source, options);
        if (bundle || bundle.error().code != ErrorCode::missing_fact || !dc_) return bundle;
        options.facts.dc = dc_;
        return inputs_.read(source, options);
    }

    [[nodiscard]] bool needs_api_hash(const NamedSource& source, ReadOptions options) const {
        options.accept_locked = true;
        const auto bundle = inputs_.read(source, options);
        return bundle && bundle->locked && bundle->secret == SecretKind::api_hash;
    }

    static int print_json(bool same_key, const std::vector<Difference>& differences) {
        core::Json out = {{"schema", 1}, {"same_auth_key", same_key}, {"differences", core::Json::array()}};
        for (const Difference& d : differences) {
            out["differences"].push_back({{"field", d.field}, {"a", d.a}, {"b", d.b}});
        }
        return print_or_report(std::string(reveal(core::dump(out))) + "\n", true);
    }

    static int print_text(bool same_key, const std::vector<Difference>& differences) {
        std::string out = bold(same_key ? "same auth key" : "different auth keys") + "\n";
        for (const Difference& d : differences) {
            out += fmt::format("  {:<22} {}  |  {}\n", d.field, printable(reveal(core::dump(d.a))),
                               printable(reveal(core::dump(d.b))));
        }
        if (differences.empty()) out += "  no field differs\n";
        return print_or_report(out);
    }

    InputArgs inputs_;
    SecretOption api_hash_;
    std::optional<std::int32_t> dc_;
    bool json_ = false;
};

}  // namespace

void add_diff(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("diff", "Compare two sessions: same auth key? which fields differ?");
    auto diff = std::make_shared<Diff>(*verb);
    verb->callback([diff, &run] { run = [diff] { return diff->run(); }; });
}

}  // namespace tgferry::cli
