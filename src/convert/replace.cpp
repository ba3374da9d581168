#include "convert/replace.hpp"

#include "io/input.hpp"
#include "io/temporary.hpp"

namespace tgferry::convert {
namespace {

using formats::Format;

/// Every single thing in the folder is one that the format's writer makes or its reader asks for.
bool holds_only_session(const std::filesystem::path& folder, const Format& format) {
    const Source source = Source::path(folder);
    const auto input = io::Input::open(source);
    if (!input) return false;
    const formats::Probe probe(*input);
    if (!format.detect(probe) || (!format.owns && !format.read(probe, {}))) return false;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().lexically_relative(folder).generic_string();
        // What a run that was killed has left is no reason to refuse.
        if (io::is_temporary_name(entry->path().filename().native())) {
            entry.disable_recursion_pending();
            continue;
        }
        const bool own = format.owns ? format.owns(probe, name) : input->was_read(name);
        const bool folder_of_own = std::filesystem::is_directory(entry->symlink_status()) &&
                                   !std::filesystem::is_empty(entry->path(), error);
        if (!own && !folder_of_own) return false;
    }
    return !error;
}

Result<void> check_replaceable_at(const std::filesystem::path& target, const Format& format) {
    using enum std::filesystem::file_type;
    std::error_code ignored;
    const auto there = std::filesystem::symlink_status(target, ignored).type();
    if (there == not_found || there == regular || there == symlink) return {};
    const bool folder = there == directory;
    if (folder && std::filesystem::is_empty(target, ignored)) return {};
    if (folder && format.info.shape == Shape::folder && holds_only_session(target, format)) return {};
    return std::unexpected(
        Error{.code = ErrorCode::exists,
              .message = folder ? "the target is a folder that holds something else"
                                : "the target is neither a file nor a folder",
              .file = target.string(),
              .hint = "choose another name; --force replaces only files and session folders"});
}

}  // namespace

Result<void> check_replaceable(const std::filesystem::path& target, const Format& format) {
    if (format.info.shape != Shape::pair) return check_replaceable_at(target, format);
    auto session = check_replaceable_at(target.string() + ".session", format);
    return session ? check_replaceable_at(target.string() + ".json", format) : session;
}

Result<Replaced> Replaced::take(const std::filesystem::path& target, const Format& format) {
    const bool folder = format.info.shape == Shape::folder;
    std::error_code ignored;
    const auto there = std::filesystem::symlink_status(target, ignored).type();
    Replaced out;
    out.target_ = target;
    out.appears_ = folder && there == std::filesystem::file_type::not_found;
    const bool replaces_folder = folder && there == std::filesystem::file_type::directory;
    if (replaces_folder) out.state_ = io::FolderState::of(target);
    if (auto replaceable = check_replaceable(target, format); !replaceable) {
        return std::unexpected(std::move(replaceable.error()));
    }
    if (replaces_folder) {
        auto hold = io::FolderHold::take(target, format.open_beside, true);  // --force says so
        if (!hold) return std::unexpected(std::move(hold.error()));
        out.hold_.emplace(std::move(*hold));
    }
    return out;
}

Result<void> Replaced::check_again() const {
    if (hold_) {
        auto unused = hold_->check_again();
        if (unused && state_ != io::FolderState::of(target_)) return io::changed_meanwhile(target_);
        return unused;
    }
    std::error_code ignored;
    if (!appears_ ||
        std::filesystem::symlink_status(target_, ignored).type() == std::filesystem::file_type::not_found) {
        return {};
    }
    return std::unexpected(Error{.code = ErrorCode::exists,
                                 .message = "the target was not there before, and is now",
                                 .file = target_.string(),
                                 .hint = "look at what has made it, then try again"});
}

std::span<const Warning> Replaced::warnings() const {
    return hold_ ? std::span<const Warning>(hold_->warnings()) : std::span<const Warning>();
}

}  // namespace tgferry::convert
