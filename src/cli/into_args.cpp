#include "cli/into_args.hpp"

#include <CLI/CLI.hpp>

#include "cli/ask_secret.hpp"

namespace tgferry::cli {
namespace {

/// The readers' hints name the options of an input.
Error with_own_hint(Error error) {
    constexpr std::string_view of_input = "--key-name";
    if (error.code == ErrorCode::passcode_required) {
        error.hint = "give the folder's passcode: --into-passcode-file FILE, -fd N or -env NAME";
    } else if (const auto at = error.hint.find(of_input); at != std::string::npos) {
        error.hint.replace(at, of_input.size(), "--into-key-name");
    }
    return error;
}

}  // namespace

IntoArgs::IntoArgs(CLI::App& verb, CLI::Option* out) {
    verb.add_option("--into", folder_, "tdata: add the accounts to this folder, which keeps what it has")
        ->type_name("FOLDER")
        ->excludes(out);
    verb.add_option("--into-key-name", key_name_,
                    "tdata: the name that Telegram Desktop got with -key, of the folder that --into names")
        ->type_name("NAME");
    passcode_.emplace(verb, "into-passcode", "passcode of the folder that --into names");
}

Result<void> IntoArgs::check() const {
    if (given() || (key_name_.empty() && !passcode_->given())) return {};
    return fail(ErrorCode::invalid_argument,
                std::string(key_name_.empty() ? "--into-passcode" : "--into-key-name") +
                    " belongs to --into, which is not there",
                "name the folder to add to: --into FOLDER; of a new one: --new-passcode, --new-key-name");
}

Result<LossReport> IntoArgs::add(const Bundle& bundle, const std::string& format, WriteOptions options,
                                 std::uint32_t max_cost) const {
    options.key_name = key_name_;
    ReadOptions opens{
        .format = format, .key_name = key_name_, .max_cost = max_cost, .interrupt = options.interrupt};
    auto passcode = passcode_->load();
    if (!passcode) return std::unexpected(std::move(passcode.error()));
    if (*passcode) opens.passcode.emplace(std::move(**passcode));
    auto loss = with_secret(folder_, opens, [&](const ReadOptions& with) {
        return tgferry::add(bundle, format, folder_, with, options);
    });
    if (!loss) return std::unexpected(with_own_hint(std::move(loss.error())));
    return loss;
}

}  // namespace tgferry::cli
