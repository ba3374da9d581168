#include "io/input.hpp"

#include <algorithm>

#include "io/file.hpp"
#include "io/list.hpp"
#include "io/place.hpp"
#include "io/sqlite_image.hpp"

namespace tgferry::io {
namespace {

/// Opening a file is work, however little is in it, and its place in the list is what pays for that.
constexpr std::size_t member_size = 64;
constexpr std::uint64_t member_cost = 256;
constexpr std::uint64_t again_cost = 4;  ///< of a byte

/// A relative name that stays below the folder by its text.
bool is_inside(const std::filesystem::path& name) {
    if (name.empty() || name.is_absolute()) return false;
    return std::ranges::none_of(name, [](const auto& part) { return part == ".." || part == "."; });
}

/// Whether a link on the way from the folder to the file ends elsewhere. Without links nothing is resolved.
bool leads_out(const std::filesystem::path& folder, const std::filesystem::path& name) {
    std::error_code error;
    bool links = false;
    std::filesystem::path at = folder;
    for (const auto& part : name) {
        at /= part;
        links = links || std::filesystem::is_symlink(at, error);
    }
    if (!links) return false;
    const auto base = std::filesystem::canonical(folder, error);
    const auto real = error ? at : std::filesystem::canonical(at, error);
    const auto [end, unused] = std::ranges::mismatch(base, real);
    return error || end != base.end();
}

bool is_file(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

/// A .json alone is what a conversion leaves that is stopped between the two; the session was to come.
std::optional<Error> lone_json(const std::filesystem::path& session) {
    auto base = session;
    if (base.extension() == ".session") base.replace_extension();
    if (is_file(session) || !is_file(base.string() + ".json")) return std::nullopt;
    return Error{.code = ErrorCode::cannot_read,
                 .message = "there is no session here; the .json beside it is none by itself",
                 .file = session.string(),
                 .hint =
                     "look for the .session where the .json comes from, or convert again what the pair "
                     "was made from"};
}

}  // namespace

std::string lower_case(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool Input::is_sqlite() const noexcept {
    return io::is_sqlite(bytes());
}

void Input::take_bytes(SecretBytes bytes) {
    bytes_ = std::move(bytes);
    view_ = bytes_.view();
    if (is_sqlite()) clear_wal_mode(bytes_.edit());
}

void Input::borrow_bytes(std::span<const std::uint8_t> bytes) {
    budget_->grant(bytes.size());
    view_ = bytes;
    if (is_sqlite()) take_bytes(SecretBytes(bytes));
}

Result<void> Input::take_sidecar(const std::filesystem::path& json) {
    auto bytes = read_file(json, *budget_);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    sidecar_ = std::move(*bytes);
    sidecar_label_ = json.string();
    return {};
}

Result<Input> Input::open(Source&& source, const std::optional<std::filesystem::path>& json_path,
                          core::Budget* budget) {
    auto kept = std::make_shared<const Source>(std::move(source));
    auto input = open(*kept, json_path, budget);
    if (input) input->owned_ = std::move(kept);
    return input;
}

Result<Input> Input::open(const Source& source, const std::optional<std::filesystem::path>& json_path,
                          core::Budget* given) {
    auto budget = given ? SharedBudget(SharedBudget(), given) : std::make_shared<core::Budget>();
    const Source::Value& value = source.value();
    if (const auto* path = std::get_if<std::filesystem::path>(&value)) {
        return open_path(*path, json_path, std::move(budget));
    }
    if (const auto* files = std::get_if<FileMap>(&value)) return open_files(*files, std::move(budget));
    Result<Input> opened;  // made in its place: an Input is large to move
    Input& input = *opened;
    input.budget_ = std::move(budget);
    if (const auto* text = std::get_if<SecretText>(&value)) {
        input.label_ = source.name().empty() ? "text" : source.name();
        const auto* data = reinterpret_cast<const std::uint8_t*>(text->view().data());
        input.borrow_bytes({data, text->size()});
    } else {
        input.label_ = source.name().empty() ? "bytes" : source.name();
        input.borrow_bytes(std::get<SecretBytes>(value).view());
        if (json_path) {
            auto sidecar = input.take_sidecar(*json_path);
            if (!sidecar) return std::unexpected(std::move(sidecar.error()));
        }
    }
    return opened;
}

Result<Input> Input::open_path(const std::filesystem::path& given,
                               const std::optional<std::filesystem::path>& json_path, SharedBudget budget) {
    std::error_code ignored;
    if (std::filesystem::is_directory(given, ignored)) return open_folder(given, std::move(budget));
    const auto [path, sidecar] = place_of(given);
    if (auto lone = lone_json(path)) return std::unexpected(std::move(*lone));

    Input input;
    input.budget_ = std::move(budget);
    input.path_ = path;
    input.label_ = path.string();
    auto bytes = read_file(path, *input.budget_);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    input.take_bytes(std::move(*bytes));
    const auto json = json_path.value_or(sidecar);
    if (json_path || is_file(json)) {
        auto taken = input.take_sidecar(json);
        if (!taken) return std::unexpected(std::move(taken.error()));
    }
    return input;
}

Result<Input> Input::open_folder(const std::filesystem::path& path, SharedBudget budget) {
    Input input;
    input.budget_ = std::move(budget);
    input.path_ = path;
    input.label_ = path.string();
    input.folder_ = true;
    auto names = list_files(path);
    if (!names) return std::unexpected(std::move(names.error()));
    input.members_ = std::move(*names);
    input.budget_->grant(input.members_.size() * member_size);
    return input;
}

Result<Input> Input::open_files(const FileMap& files, SharedBudget budget) {
    Input input;
    input.budget_ = std::move(budget);
    input.label_ = "files";
    const auto session = files.find(".session");
    if (session != files.end()) {
        input.label_ = ".session";
        input.borrow_bytes(session->second.view());
        if (const auto json = files.find(".json"); json != files.end()) {
            input.budget_->grant(json->second.size());
            input.sidecar_ = json->second.copy();
            input.sidecar_label_ = ".json";
        }
        return input;
    }
    if (files.size() == 1 && files.begin()->first.empty()) {
        input.borrow_bytes(files.begin()->second.view());
        return input;
    }
    input.folder_ = true;
    input.budget_->grant(files.size() * member_size);
    for (const auto& [name, bytes] : files) {
        if (!name.contains('/')) input.members_.push_back(name);
        input.in_memory_.emplace(name, bytes.copy());
    }
    return input;
}

std::vector<std::string> Input::members_in(const std::string& sub_folder) const {
    std::vector<std::string> names;
    const std::string prefix = sub_folder + "/";
    for (const auto& [name, bytes] : in_memory_) {
        if (name.starts_with(prefix) && !std::string_view(name).substr(prefix.size()).contains('/')) {
            names.push_back(name.substr(prefix.size()));
        }
    }
    if (path_.empty() || !is_inside(sub_folder) || leads_out(path_, sub_folder)) return names;
    return list_files(path_ / sub_folder).value_or(std::vector<std::string>());
}

std::vector<std::string> Input::sub_folders(const std::string& sub_folder) const {
    const std::string prefix = sub_folder.empty() ? "" : sub_folder + "/";
    std::set<std::string> names;
    for (const auto& [name, bytes] : in_memory_) {
        if (!name.starts_with(prefix)) continue;
        const auto slash = name.find('/', prefix.size());
        if (slash != std::string::npos) names.insert(name.substr(prefix.size(), slash - prefix.size()));
    }
    if (path_.empty() || !folder_) return {names.begin(), names.end()};
    if (sub_folder.empty()) return list_folders(path_).value_or(std::vector<std::string>());
    if (!is_inside(sub_folder) || leads_out(path_, sub_folder)) return {};
    return list_folders(path_ / sub_folder).value_or(std::vector<std::string>());
}

Result<Input> Input::inside(const std::string& name) const {
    if (!path_.empty()) {
        if (is_inside(name) && !leads_out(path_, name)) return open_path(path_ / name, {}, budget_);
        return std::unexpected(member(name).error());
    }
    FileMap files;
    if (const auto file = in_memory_.find(name); file != in_memory_.end()) {
        files.emplace("", file->second.copy());
    }
    for (const auto& [member, bytes] : in_memory_) {
        if (member.starts_with(name + "/")) files.emplace(member.substr(name.size() + 1), bytes.copy());
    }
    auto input = open(Source::files(std::move(files)), {}, budget_.get());
    if (input) input->label_ = name;
    return input;
}

std::optional<SecretBytes> Input::beside(const std::filesystem::path& relative, std::size_t limit) const {
    if (!has_beside(relative)) return std::nullopt;
    auto bytes = read_file((folder_ ? path_ : path_.parent_path()) / relative, *budget_, limit);
    if (!bytes) return std::nullopt;
    return std::move(*bytes);
}

bool Input::has_beside(const std::filesystem::path& relative) const {
    return !path_.empty() && is_file((folder_ ? path_ : path_.parent_path()) / relative);
}

bool Input::has_member(const std::string& name) const {
    if (!folder_) return false;
    if (in_memory_.contains(name)) return true;
    if (path_.empty() || !is_inside(name)) return false;
    // What may not be looked at counts as there, so that reading it gives the reason.
    std::error_code ignored;
    return std::filesystem::status(path_ / name, ignored).type() != std::filesystem::file_type::not_found;
}

const std::map<std::string, std::string>& Input::spellings_in(const std::string& folder) const {
    const auto [known, is_new] = spellings_.try_emplace(folder);
    auto& names = known->second;
    if (!is_new) return names;
    const std::string prefix = folder.empty() ? "" : folder + "/";
    for (auto entry = in_memory_.lower_bound(prefix); entry != in_memory_.end(); ++entry) {
        if (!entry->first.starts_with(prefix)) break;
        const std::string name =
            entry->first.substr(prefix.size(), entry->first.find('/', prefix.size()) - prefix.size());
        names.try_emplace(lower_case(name), name);
    }
    if (path_.empty() || (!folder.empty() && leads_out(path_, folder))) return names;
    for (const auto& list : {list_files(path_ / folder), list_folders(path_ / folder)}) {
        for (const std::string& name : list.value_or(std::vector<std::string>())) {
            names.try_emplace(lower_case(name), name);
        }
    }
    return names;
}

std::string Input::spelled(const std::string& name) const {
    if (!folder_ || has_member(name) || !is_inside(name)) return name;
    std::string at;
    for (const auto& part : std::filesystem::path(name)) {
        const auto& names = spellings_in(at);
        const auto found = names.find(lower_case(part.string()));
        if (found == names.end()) return name;
        at += (at.empty() ? "" : "/") + found->second;
    }
    return at;
}

Result<SecretBytes> Input::member(const std::string& name, std::size_t limit) const {
    const auto unreadable = [&](std::string why) {
        return std::unexpected(Error{
            .code = ErrorCode::cannot_read, .message = std::move(why), .file = (path_ / name).string()});
    };
    if (!budget_->spend(member_cost)) return std::unexpected(*budget_->why_stopped());
    if (const auto found = in_memory_.find(name); found != in_memory_.end()) {
        if (found->second.size() > limit) return unreadable("too large for a file of a session");
        if (read_members_.insert(name).second) {
            budget_->grant(found->second.size());
        } else if (!budget_->spend(found->second.size() * again_cost)) {
            return std::unexpected(*budget_->why_stopped());
        }
        return found->second.copy();
    }
    if (path_.empty() || !is_inside(name)) return unreadable("no such file in the folder");
    if (leads_out(path_, name)) return unreadable("the file is a link that leads out of the folder");
    if (const auto kept = kept_members_.find(name); kept != kept_members_.end()) return kept->second.copy();
    auto bytes = read_file(path_ / name, *budget_, limit);
    if (bytes && !read_members_.insert(name).second) {
        // The same bytes once more are work, and no more input.
        const std::uint64_t granted = core::Budget::units_a_byte * budget_->max_cost();
        if (!budget_->spend(bytes->size() * (granted + again_cost)))
            return std::unexpected(*budget_->why_stopped());
    }
    if (bytes && keeps_) kept_members_.emplace(name, bytes->copy());
    return bytes;
}

bool Input::is_unchanged() const {
    const auto names = list_files(path_);
    if (!names || *names != members_) return false;
    return std::ranges::all_of(kept_members_, [&](const auto& kept) {
        const auto bytes = read_file(path_ / kept.first);
        return bytes && *bytes == kept.second;
    });
}

std::optional<std::filesystem::file_time_type> Input::member_time(const std::string& name) const {
    if (path_.empty() || !is_inside(name)) return std::nullopt;
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path_ / name, error);
    if (error) return std::nullopt;
    return time;
}

}  // namespace tgferry::io
