#include "formats/tdata/folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/tdata/names.hpp"

namespace tgferry::formats::tdata {
namespace {

/// Telegram Desktop's own files of these kinds are kilobytes.
constexpr std::size_t max_file = std::size_t{16} << 20;
constexpr std::string_view own_name = "tdata";
constexpr std::string_view key_prefix = "key_";
constexpr std::array<char, 3> suffixes = {'s', '0', '1'};

/// What is behind "key_" and before the suffix. Telegram Desktop's data names are in lower case, so where the
/// case of the file's name was changed the data name is too.
std::vector<std::string> data_names_among(const std::vector<std::string>& files) {
    std::vector<std::string> names;
    for (const std::string& file : files) {
        const std::string lower = io::lower_case(file);
        if (!lower.starts_with(key_prefix) || file.size() < key_prefix.size() + 2) continue;
        if (std::ranges::find(suffixes, lower.back()) == suffixes.end()) continue;
        const bool changed = !file.starts_with(key_prefix);
        names.push_back(
            (changed ? lower : file).substr(key_prefix.size(), file.size() - key_prefix.size() - 1));
    }
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
}

}  // namespace

Folder::Folder(const io::Input& input, std::string prefix, std::string_view key_name)
    : input_(&input),
      prefix_(std::move(prefix)),
      map_(hashed_name(account_name(data_name(key_name), 0)) + "/map"),
      data_names_(data_names_among(
          prefix_.empty() ? input.members() : input.members_in(prefix_.substr(0, prefix_.size() - 1)))) {}

std::optional<Folder> Folder::find(const io::Input& input, std::string_view key_name) {
    if (!input.is_folder()) return std::nullopt;
    Folder itself(input, "", key_name);
    Folder inside(input, input.spelled(std::string(own_name)) + "/", key_name);
    const bool stray =
        itself.is_one() && inside.is_one() && !itself.has_magic();  // another program's key_...
    if (itself.is_one() && !stray) return itself;
    if (inside.is_one()) return inside;
    return std::nullopt;
}

bool Folder::has_magic() const {
    const bool key = std::ranges::any_of(data_names_, [&](const std::string& name) {
        return starts_with_magic(std::string(key_prefix) + name);
    });
    return key || starts_with_magic(map_) || starts_with_magic(hashed_name(data_name("")));
}

bool Folder::starts_with_magic(const std::string& base) const {
    return std::ranges::any_of(candidates(base), [&](const std::string& name) {
        const auto bytes = input_->member(prefix_ + name, max_file);
        return bytes && tdata::has_magic(bytes->view());
    });
}

std::string Folder::spelled(const std::string& name) const {
    return input_->spelled(prefix_ + name).substr(prefix_.size());
}

bool Folder::has(const std::string& base) const {
    return std::ranges::any_of(suffixes, [&](char suffix) { return holds(base + suffix); });
}

bool Folder::holds(const std::string& name) const {
    return input_->has_member(prefix_ + spelled(name));
}

std::string Folder::label(const std::string& name) const {
    return input_->label() + "/" + prefix_ + name;
}

std::vector<std::string> Folder::candidates(const std::string& base) const {
    if (holds(base + 's')) return {spelled(base + 's')};
    std::vector<std::string> names;
    for (const char suffix : {'0', '1'}) {
        if (holds(base + suffix)) names.push_back(spelled(base + suffix));
    }
    if (names.size() == 2) {
        const auto first = input_->member_time(prefix_ + names[0]);
        const auto second = input_->member_time(prefix_ + names[1]);
        if (first && second && *second > *first) std::swap(names[0], names[1]);
    }
    return names;
}

Result<DataFile> Folder::open_one(const std::string& name) const {
    auto bytes = input_->member(prefix_ + name, max_file);
    if (!bytes) return pass_on(std::move(bytes.error()), label(name));
    DataFile file{.name = label(name), .bytes = std::move(*bytes), .content = {}};
    auto content = open_container(file.bytes.view());
    if (!content) return pass_on(std::move(content.error()), file.name);
    file.content = *content;
    return file;
}

Result<DataFile> Folder::open(const std::string& base) const {
    const auto names = candidates(base);
    if (names.empty()) {
        return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                     .message = fmt::format("tdata: there is no file {}s", base),
                                     .file = label(base + "s"),
                                     .hint = "copy the whole folder, with Telegram Desktop closed"});
    }
    auto file = open_one(names.front());
    if (file) return file;
    if (names.size() == 2) {
        if (auto other = open_one(names.back())) return other;
    }
    const bool older_left =
        names.size() == 1 && holds(base + 's') && (holds(base + '0') || holds(base + '1'));
    if (file.error().code == ErrorCode::damaged && older_left) {
        file.error().hint = fmt::format(
            "an older copy lies beside it ({0}0 or {0}1): in a copy of the folder, remove {0}s and try again",
            base);
    }
    return file;
}

std::string account_base(const Folder& folder, const std::string& data_name, std::int32_t index) {
    std::string base = hashed_name(account_name(data_name, index));
    if (!data_name.contains('#') || folder.has(base)) return base;
    const std::string other =
        hashed_name(index > 0 ? data_name + "#" + std::to_string(std::int64_t{index} + 1) : data_name);
    return folder.has(other) ? other : base;
}

}  // namespace tgferry::formats::tdata
