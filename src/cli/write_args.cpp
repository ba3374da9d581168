#include "cli/write_args.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/binary_secret.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

constexpr std::string_view compat_option = "--tdesktop-compat";

TdesktopCompat compat_of(std::string_view given) {
    if (given == "old") return TdesktopCompat::old;
    if (given == "7.3") return TdesktopCompat::v7_3;
    if (given == "forks") return TdesktopCompat::forks;
    return TdesktopCompat::current;  // also under its older name, new
}

}  // namespace

WriteArgs::WriteArgs(CLI::App& verb)
    : new_passcode_(verb, "passcode", "passcode", "tdata"),
      new_tdlib_key_(verb, "tdlib-key", "database encryption key", "tdlib") {
    verb.add_flag("--strict", plain_.strict, "Refuse to drop anything (exit 10)");
    verb.add_flag("--force", plain_.force,
                  "Replace OUT if it exists; with --into: nobody uses the folder, which cannot be seen");
    verb.add_flag("--keep-2fa", plain_.keep_2fa, "Keep a sidecar's 2FA password (twoFA)");
    verb.add_option("--schema", plain_.schema, "telethon-sqlite, session-json: 7 (default) or 8")
        ->check(CLI::IsMember({7, 8}));
    verb.add_option("--flavour", plain_.flavour, "pyrogram-sqlite: pyrogram (default), kurigram or pyrofork")
        ->check(CLI::IsMember({"pyrogram", "kurigram", "pyrofork"}));
    verb.add_option("--new-key-name", plain_.key_name, "tdata: the name that Telegram Desktop gets with -key")
        ->type_name("NAME");
    verb.add_option(
            std::string(compat_option), compat_,
            "tdata: current (default, from 2.7.2 on), old (from 2.1.14 on), 7.3 (passcodes by Argon2id), "
            "or forks (more than 6 accounts)")
        ->check(CLI::IsMember({"old", "current", "new", "7.3", "forks"}));
}

std::vector<WriteArgs::OwnOption> WriteArgs::own_options() const {
    std::vector<OwnOption> given;
    for (const NewSecret* secret : {&new_passcode_, &new_tdlib_key_}) {
        if (secret->given()) given.push_back({secret->option(), {secret->format()}});
    }
    if (!plain_.key_name.empty()) given.push_back({"--new-key-name", {"tdata"}});
    if (!compat_.empty()) given.push_back({compat_option, {"tdata"}});
    if (plain_.keep_2fa) given.push_back({"--keep-2fa", {"session-json", "tgferry-json"}});
    if (plain_.schema != 0) given.push_back({"--schema", {"telethon-sqlite", "session-json"}});
    if (!plain_.flavour.empty()) given.push_back({"--flavour", {"pyrogram-sqlite"}});
    return given;
}

Result<void> WriteArgs::check(std::string_view target, bool into) const {
    const auto given = own_options();
    for (const auto& [option, formats] : given) {
        if (std::ranges::find(formats, target) != formats.end()) continue;
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} is for {}, not for {}", option, fmt::join(formats, " and "), target),
                    fmt::format("leave it out, or write --to {}", fmt::join(formats, " or ")));
    }
    // A fork's folder may be added to past the sixth account; every other form is the folder's own.
    const auto of_new_output = [&](const OwnOption& option) {
        return option.option != compat_option || compat_ != "forks";
    };
    const auto wrong = std::ranges::find_if(given, of_new_output);
    if (!into || wrong == given.end()) return {};
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} is for a new output; --into adds to a folder, which keeps what it has",
                    wrong->option),
        "leave it out; what opens the folder is --into-passcode-file, -fd or -env, and --into-key-name");
}

Result<WriteOptions> WriteArgs::load() const {
    WriteOptions options = plain_;
    options.interrupt = &io::interrupt_flag();
    options.tdesktop = compat_of(compat_);
    auto passcode = new_passcode_.load();
    if (!passcode) return std::unexpected(std::move(passcode.error()));
    options.passcode = std::move(*passcode);
    auto tdlib_key = new_tdlib_key_.load();
    if (!tdlib_key) return std::unexpected(std::move(tdlib_key.error()));
    if (*tdlib_key) {
        auto key = binary_secret(secret_text((*tdlib_key)->reveal()), "database encryption key");
        if (!key) return std::unexpected(std::move(key.error()));
        options.tdlib_key.emplace(std::move(*key));
    }
    return options;
}

}  // namespace tgferry::cli
