// tgferry diff A B: every account, key and fact of both. Exit 16 where they differ.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "cli/console.hpp"
#include "cli/exit_codes.hpp"
#include "cli/input_args.hpp"
#include "cli/secret_option.hpp"
#include "cli/verbs.hpp"
#include "core/json.hpp"
#include "core/ranges.hpp"

namespace tgferry::cli {
namespace {

core::Json json_of(const FactValue& value) {
    return std::visit(
        []<class T>(const T& held) -> core::Json {
            if constexpr (std::is_same_v<T, std::monostate>)
                return nullptr;
            else
                return held;
        },
        value);
}

core::Json position(const std::optional<std::size_t>& at) {
    return at ? core::Json(*at) : core::Json(nullptr);
}

/// The account is named by its position on both sides; null is what belongs to none.
core::Json json_of(const AccountDifference& account, const Difference& d) {
    core::Json out = {{"account", nullptr}, {"field", d.field}, {"a", json_of(d.a)}, {"b", json_of(d.b)}};
    if (account.a || account.b) out["account"] = {{"a", position(account.a)}, {"b", position(account.b)}};
    if (d.more > 0) out["more"] = d.more;
    return out;
}

std::string text_of(const FactValue& value) {
    return printable(reveal(core::dump(json_of(value))));
}

std::string text_of(const Difference& d) {
    const std::string more = d.more > 0 ? fmt::format("  (and {} more)", d.more) : "";
    return fmt::format("  {:<22} {}  |  {}{}\n", printable(d.field), text_of(d.a), text_of(d.b), more);
}

/// Which account of either side the lines below are about.
std::string heading(const AccountDifference& account) {
    const auto side = [](const std::optional<std::size_t>& at) {
        return at ? fmt::format("account {}", *at) : std::string("none");
    };
    return fmt::format("{}  |  {}\n", side(account.a), side(account.b));
}

class Diff {
  public:
    explicit Diff(CLI::App& verb) : api_hash_(verb, "api-hash", "API hash of an input (wtelegramclient)") {
        inputs_.add_to(verb, true);
        verb.add_option("--dc", dc_, "Home DC of an input that does not name it (auth-key)")
            ->check(CLI::Range(1, core::last_dc));
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
        const auto differences = compare(both[0], both[1]);
        const bool several = both[0].sessions.size() > 1 || both[1].sessions.size() > 1;
        const int printed =
            json_ ? print_json(same_key, differences) : print_text(same_key, several, differences);
        return printed == 0 && !differences.empty() ? they_differ : printed;
    }

  private:
    /// --dc is for the input that names none and --api-hash for the one that it opens: put over what the
    /// other one says, they would hide a difference.
    Result<Bundle> read_one(const NamedSource& source, ReadOptions options,
                            const std::optional<SecretText>& api_hash) const {
        if (api_hash && opens(source, options)) options.facts.api_hash = std::string(reveal(*api_hash));
        auto bundle = inputs_.read(source, options);
        if (bundle || bundle.error().code != ErrorCode::missing_fact || !dc_) return bundle;
        options.facts.dc = dc_;
        return inputs_.read(source, options);
    }

    /// Whether an API hash is what the source is locked with.
    [[nodiscard]] bool opens(const NamedSource& source, ReadOptions options) const {
        options.accept_locked = true;
        const auto seen = inputs_.read(source, options);
        return seen && seen->locked && seen->secret == SecretKind::api_hash;
    }

    static int print_json(bool same_key, const std::vector<AccountDifference>& accounts) {
        core::Json out = {{"schema", 1}, {"same_auth_key", same_key}, {"differences", core::Json::array()}};
        for (const AccountDifference& account : accounts) {
            for (const Difference& d : account.differences) out["differences"].push_back(json_of(account, d));
        }
        return print_or_report(std::string(reveal(core::dump(out))) + "\n", true);
    }

    static int print_text(bool same_key, bool several, const std::vector<AccountDifference>& accounts) {
        std::string out = bold(same_key ? "same auth key" : "different auth keys") + "\n";
        for (const AccountDifference& account : accounts) {
            if (several && (account.a || account.b)) out += heading(account);
            for (const Difference& d : account.differences) out += text_of(d);
        }
        if (accounts.empty()) out += "  no field differs\n";
        return print_or_report(out);
    }

    InputArgs inputs_;
    SecretOption api_hash_;
    std::optional<std::int32_t> dc_;
    bool json_ = false;
};

}  // namespace

void add_diff(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand(
        "diff", "Compare every account, key and fact of two inputs (exit 16: they differ)");
    auto diff = std::make_shared<Diff>(*verb);
    verb->callback([diff, &run] { run = [diff] { return diff->run(); }; });
}

}  // namespace tgferry::cli
