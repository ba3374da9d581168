#include "cli/write_args.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "io/prompt.hpp"

namespace tgferry::cli {
namespace {

/// Asked twice, since nobody sees what is typed.
Result<SecretText> ask_new_passcode() {
    auto first = io::prompt_secret("New passcode (it is not shown): ");
    if (!first) return first;
    const auto second = io::prompt_secret("The same again: ");
    if (!second) return std::unexpected(second.error());
    if (first->empty()) return fail(ErrorCode::invalid_argument, "the passcode is empty");
    if (*first == *second) return first;
    return fail(ErrorCode::invalid_argument, "the two passcodes differ", "try again");
}

}  // namespace

WriteArgs::WriteArgs(CLI::App& verb) : new_passcode_(verb, "new-passcode", "passcode that the target gets") {
    verb.add_flag("--strict", plain_.strict, "Refuse to drop anything (exit 10)");
    verb.add_flag("--force", plain_.force, "Replace OUT if it exists");
    verb.add_flag("--keep-2fa", plain_.keep_2fa, "Keep a sidecar's 2FA password (twoFA)");
    verb.add_option("--schema", plain_.schema, "telethon-sqlite, session-json: 7 (default) or 8")
        ->check(CLI::IsMember({7, 8}));
    verb.add_option("--flavour", plain_.flavour, "pyrogram-sqlite: pyrogram (default), kurigram or pyrofork")
        ->check(CLI::IsMember({"pyrogram", "kurigram", "pyrofork"}));
    verb.add_flag("--new-passcode", ask_passcode_, "tdata: ask for the passcode that the target gets");
    verb.add_option("--new-key-name", plain_.key_name, "tdata: the name that Telegram Desktop gets with -key")
        ->type_name("NAME");
    verb.add_option("--tdesktop-compat", compat_,
                    "tdata: new (default), or old for Telegram Desktop 2.1.14 to 2.7.1 as well")
        ->check(CLI::IsMember({"new", "old"}));
}

std::string_view WriteArgs::tdata_option() const {
    if (ask_passcode_ || new_passcode_.given()) return "--new-passcode";
    if (!plain_.key_name.empty()) return "--new-key-name";
    return compat_.empty() ? "" : "--tdesktop-compat";
}

Result<void> WriteArgs::check(std::string_view target, bool into) const {
    const std::string_view option = tdata_option();
    if (!option.empty() && target != "tdata") {
        return fail(ErrorCode::invalid_argument, fmt::format("{} is for tdata, not for {}", option, target),
                    "leave it out, or write --to tdata");
    }
    if (!into || (option.empty() && !plain_.force)) return {};
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} is for a new output; --into adds to a folder, which keeps what it has",
                            option.empty() ? "--force" : option),
                option.empty() ? "leave it out"
                               : "leave it out; what opens the folder is --into-passcode-file, -fd or -env, "
                                 "and --into-key-name");
}

Result<WriteOptions> WriteArgs::load() const {
    WriteOptions options = plain_;
    options.tdesktop_old = compat_ == "old";
    auto passcode = new_passcode_.load();
    if (!passcode) return std::unexpected(std::move(passcode.error()));
    if (ask_passcode_ && *passcode) {
        return fail(ErrorCode::invalid_argument, "the new passcode is given twice",
                    "either --new-passcode, or one of --new-passcode-file, -fd and -env");
    }
    if (*passcode) options.passcode.emplace(std::move(**passcode));
    if (ask_passcode_) {
        auto asked = ask_new_passcode();
        if (!asked) return std::unexpected(std::move(asked.error()));
        options.passcode.emplace(std::move(*asked));
    }
    return options;
}

}  // namespace tgferry::cli
