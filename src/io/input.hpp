// A source, opened: its bytes, its folder's members, its sidecar. What every detector and reader gets.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/source.hpp>
#include <vector>

#include "core/budget.hpp"
#include "io/file.hpp"

namespace tgferry::io {

/// Of the letters of ASCII.
[[nodiscard]] std::string lower_case(std::string_view name);

/// Files are read when they are opened; members of a folder when asked for. What lies in memory is not
/// copied: an Input must not outlive a Source that it does not own.
class Input {
  public:
    /// A path that does not exist is tried with ".session" behind it, and a path ending in .json is taken for
    /// the sidecar of the .session beside it. `json_path` names a sidecar elsewhere. Errors: cannot_read,
    /// in_use, too_costly, interrupted. The budget, which must outlive the input, is granted what the input
    /// holds; where there is none the input has one of its own.
    [[nodiscard]] static Result<Input> open(const Source& source,
                                            const std::optional<std::filesystem::path>& json_path = {},
                                            core::Budget* budget = nullptr);
    /// Keeps a temporary source alive with it.
    [[nodiscard]] static Result<Input> open(Source&& source,
                                            const std::optional<std::filesystem::path>& json_path = {},
                                            core::Budget* budget = nullptr);

    /// What reading it may cost.
    [[nodiscard]] core::Budget& budget() const noexcept { return *budget_; }

    [[nodiscard]] bool is_folder() const noexcept { return folder_; }
    /// For messages: the path, or "text" or "bytes".
    [[nodiscard]] const std::string& label() const noexcept { return label_; }
    /// The content; empty for a folder.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return view_; }
    [[nodiscard]] bool is_sqlite() const noexcept;

    /// The .json beside a .session, where there is one.
    [[nodiscard]] const SecretBytes* sidecar() const noexcept { return sidecar_ ? &*sidecar_ : nullptr; }
    [[nodiscard]] const std::string& sidecar_label() const noexcept { return sidecar_label_; }

    /// Names of the files directly inside the folder, sorted.
    [[nodiscard]] const std::vector<std::string>& members() const noexcept { return members_; }
    /// The same of a sub-folder; empty where there is none, or a link leads out of the folder.
    [[nodiscard]] std::vector<std::string> members_in(const std::string& sub_folder) const;
    /// Names of the folders directly inside the folder, or inside a folder of it; links are none of them.
    [[nodiscard]] std::vector<std::string> sub_folders(const std::string& sub_folder = {}) const;
    /// Whether the folder holds a file of that name. Names may lead into sub-folders ("a/b"); those are not
    /// listed but looked into by name, and never out of the folder.
    [[nodiscard]] bool has_member(const std::string& name) const;
    /// The name as the folder holds it, where upper and lower case do not count; itself where it is there so,
    /// or nothing alike is.
    [[nodiscard]] std::string spelled(const std::string& name) const;
    /// Errors: cannot_read (also where it is larger than `limit` bytes, or a link leads out of the folder).
    [[nodiscard]] Result<SecretBytes> member(const std::string& name,
                                             std::size_t limit = max_file_size) const;
    /// A file or folder inside the folder as an input of its own. Errors: those of member() and open().
    [[nodiscard]] Result<Input> inside(const std::string& name) const;
    /// A file that an application keeps at a known place relative to this file or folder, which may lie above
    /// it
    /// ("../shared_prefs/x.xml"). Nothing where there is none, and in memory.
    [[nodiscard]] std::optional<SecretBytes> beside(const std::filesystem::path& relative,
                                                    std::size_t limit) const;
    /// Whether there is such a file.
    [[nodiscard]] bool has_beside(const std::filesystem::path& relative) const;
    /// Where it lies; empty for what is in memory.
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// When a member was last written; nothing where that is unknown, as in memory.
    [[nodiscard]] std::optional<std::filesystem::file_time_type> member_time(const std::string& name) const;
    /// From now on every member of a folder on the disk is read once, and stays as it was then.
    void keep_members() noexcept { keeps_ = true; }
    /// Whether the folder is still as it was read: the same files in it, and the bytes of those that were
    /// kept.
    [[nodiscard]] bool is_unchanged() const;
    /// The members that readers have asked for and that are there.
    [[nodiscard]] const std::set<std::string>& read_members() const noexcept { return read_members_; }
    [[nodiscard]] bool was_read(const std::string& name) const { return read_members_.contains(name); }

  private:
    using SharedBudget = std::shared_ptr<core::Budget>;
    [[nodiscard]] static Result<Input> open_path(const std::filesystem::path& path,
                                                 const std::optional<std::filesystem::path>& json_path,
                                                 SharedBudget budget);
    [[nodiscard]] static Result<Input> open_folder(const std::filesystem::path& path, SharedBudget budget);
    [[nodiscard]] static Result<Input> open_files(const FileMap& files, SharedBudget budget);
    void take_bytes(SecretBytes bytes);
    [[nodiscard]] Result<void> take_sidecar(const std::filesystem::path& json);
    /// Of everything in a folder below this one.
    [[nodiscard]] const std::map<std::string, std::string>& spellings_in(const std::string& folder) const;
    /// Refers to what the source owns, unless it has to be changed.
    void borrow_bytes(std::span<const std::uint8_t> bytes);

    SharedBudget budget_;
    std::shared_ptr<const Source> owned_;
    std::string label_;
    std::string sidecar_label_;
    std::filesystem::path path_;
    bool folder_ = false;
    SecretBytes bytes_;  ///< what is owned of view_
    std::span<const std::uint8_t> view_;
    std::optional<SecretBytes> sidecar_;
    std::vector<std::string> members_;
    std::map<std::string, SecretBytes> in_memory_;
    mutable std::set<std::string> read_members_;
    bool keeps_ = false;
    mutable std::map<std::string, SecretBytes> kept_members_;  ///< where keeps_: what was read from the disk
    /// Of folders that were looked through for other spellings: names in lower case to what they are.
    mutable std::map<std::string, std::map<std::string, std::string>> spellings_;
};

}  // namespace tgferry::io
