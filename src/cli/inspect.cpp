// tgferry inspect INPUT: what it is, whose, which DC; never the key unless asked.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/ask_secret.hpp"
#include "cli/console.hpp"
#include "cli/fact_args.hpp"
#include "cli/input_args.hpp"
#include "cli/verbs.hpp"
#include "core/hex.hpp"

namespace tgferry::cli {
namespace {

void line(std::string& out, std::string_view label, std::string_view value) {
    if (!value.empty()) out += fmt::format("  {:<14}{}\n", label, printable(value));
}

std::string user_text(const User& user) {
    std::string out = user.id ? std::to_string(*user.id) : "unknown id";
    if (user.is_bot) out += *user.is_bot ? ", a bot" : ", a person";
    if (user.is_premium.value_or(false)) out += ", premium";
    for (const std::string& name : user.usernames) out += ", @" + name;
    if (user.phone) out += ", +" + *user.phone;
    if (user.first_name) out += ", " + *user.first_name;
    if (user.last_name) out += (user.first_name ? " " : ", ") + *user.last_name;
    return out;
}

std::string api_text(const ApiProfile& api) {
    std::string out = api.id ? std::to_string(*api.id) : "";
    if (const KnownApi* known = api.id ? find_api(*api.id) : nullptr)
        out += fmt::format(" ({})", known->library);
    for (const auto* text : {&api.device, &api.system, &api.app_version}) {
        if (*text && !(*text)->empty()) out += (out.empty() ? "" : ", ") + **text;
    }
    return out;
}

std::string state_text(const Session& s) {
    if (!s.update_state) return s.channels.empty() ? "" : fmt::format("{} channels", s.channels.size());
    return fmt::format("pts {}, qts {}, seq {}, date {}, {} channels", s.update_state->pts,
                       s.update_state->qts, s.update_state->seq, s.update_state->date, s.channels.size());
}

void key_lines(std::string& out, std::int32_t dc, const AuthKey& key, bool reveal_keys) {
    line(out, "key", fmt::format("DC {}, id {}", dc, key_id_text(key)));
    if (reveal_keys) line(out, "auth key", reveal(core::encode_hex(key.reveal())));
}

std::string heading(const Bundle& bundle, std::size_t position, const std::optional<std::string>& label) {
    const bool is_active = bundle.active_known && position == bundle.active_position();
    const std::string name = label ? fmt::format(" \"{}\"", printable(*label)) : "";
    return bold(fmt::format("account {}{}{}", position, name, is_active ? " (active)" : ""));
}

std::string describe_text(const Session& s, bool reveal_keys) {
    std::string out;
    line(out, "data centre", fmt::format("{} ({})", s.dc, s.test ? "test servers" : "production"));
    if (s.endpoint) line(out, "address", fmt::format("{} port {}", s.endpoint->host, s.endpoint->port));
    key_lines(out, s.dc, s.key, reveal_keys);
    for (const DcKey& other : s.other_keys) key_lines(out, other.dc, other.key, reveal_keys);
    if (s.user != User{}) line(out, "user", user_text(s.user));
    line(out, "application", api_text(s.api));
    if (reveal_keys && s.api.hash) line(out, "API hash", *s.api.hash);
    line(out, "update state", state_text(s));
    if (!s.peers.empty()) line(out, "peers", std::to_string(s.peers.size()));
    return out;
}

class Inspect {
  public:
    explicit Inspect(CLI::App& verb) : facts_(verb) {
        inputs_.add_to(verb, false);
        verb.add_flag("--json", json_, "Print one JSON object");
        verb.add_flag("--reveal", reveal_, "Show the auth keys and the API hash");
    }

    int run() const {
        auto facts = facts_.load();
        if (!facts) return report(facts.error(), json_);
        auto sources = inputs_.sources();
        if (!sources) return report(sources.error(), json_);
        auto options = inputs_.read_options();
        if (!options) return report(options.error(), json_);
        options->facts = std::move(*facts);
        options->accept_locked = true;  // that it is locked is an answer
        auto bundle = inputs_.read(sources->front(), *options);
        if (!bundle) return report(bundle.error(), json_);
        if (json_)
            return print_or_report(std::string(cli_reveal(describe_json(*bundle, reveal_))) + "\n", true);
        return print_text(*bundle);
    }

  private:
    static std::string cli_reveal(const SecretText& text) { return std::string(tgferry::reveal(text)); }

    int print_text(const Bundle& bundle) const {
        for (const Warning& warning : bundle.warnings) warn(warning.message);
        const FormatInfo* info = find_format(bundle.format);
        std::string out = fmt::format("{}, {} ({})\n", bold(bundle.format), bundle.variant, info->library);
        if (bundle.locked) line(out, "locked", how_to_open(bundle.secret));
        for (std::size_t i = 0; i < bundle.sessions.size(); ++i) {
            out += heading(bundle, bundle.position(i), bundle.sessions[i].label) + "\n" +
                   describe_text(bundle.sessions[i], reveal_);
        }
        for (const LostAccount& lost : bundle.lost) {
            out += fmt::format("{}: cannot be read: {}\n", heading(bundle, lost.position, lost.label),
                               printable(lost.error.text()));
        }
        return print_or_report(out);
    }

    InputArgs inputs_;
    FactArgs facts_;
    bool json_ = false;
    bool reveal_ = false;
};

}  // namespace

void add_inspect(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("inspect", "Show what a session is, whose, and which DC it lives on");
    auto inspect = std::make_shared<Inspect>(*verb);
    verb->callback([inspect, &run] { run = [inspect] { return inspect->run(); }; });
}

}  // namespace tgferry::cli
