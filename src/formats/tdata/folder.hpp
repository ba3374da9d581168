// Where things are in a tdata folder, and which of a file's versions counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/tdata/container.hpp"
#include "io/input.hpp"

namespace tgferry::formats::tdata {

/// A file of the folder, its container opened.
struct DataFile {
    std::string name;  ///< as in the input, for messages
    SecretBytes bytes;
    Container content;  ///< refers to bytes
};

class Folder {
  public:
    /// The folder, or the "tdata" inside it where its parent was given, by the names of its files. Nothing
    /// where neither has them. `key_name` matters before Telegram Desktop 2.1.14 only.
    [[nodiscard]] static std::optional<Folder> find(const io::Input& input, std::string_view key_name = "");
    /// Whether one of the files that must be there starts as Telegram Desktop's do.
    [[nodiscard]] bool has_magic() const;

    /// Names behind "key_" of the key files there, sorted; none before Telegram Desktop 2.1.14.
    [[nodiscard]] const std::vector<std::string>& data_names() const noexcept { return data_names_; }
    /// Whether there is a file of that base name with any suffix.
    [[nodiscard]] bool has(const std::string& base) const;
    /// The file that Telegram Desktop would take: with suffix s if it is there; else 0 or 1, the newer first,
    /// and the other where that one is damaged. Where no times are known (in memory), 0 comes first. Errors:
    /// cannot_read (also where there is none), damaged.
    [[nodiscard]] Result<DataFile> open(const std::string& base) const;
    /// For messages.
    [[nodiscard]] std::string label(const std::string& name) const;
    /// What stands before each name in the input: "" or "tdata/".
    [[nodiscard]] const std::string& prefix() const noexcept { return prefix_; }
    /// The name as the folder holds it: names of tdata know no case, since they were perhaps copied through a
    /// system that changes it. Itself where nothing alike is there.
    [[nodiscard]] std::string spelled(const std::string& name) const;

  private:
    Folder(const io::Input& input, std::string prefix, std::string_view key_name);
    [[nodiscard]] bool is_one() const { return !data_names_.empty() || has(map_); }
    [[nodiscard]] bool holds(const std::string& name) const;
    [[nodiscard]] bool starts_with_magic(const std::string& base) const;
    [[nodiscard]] Result<DataFile> open_one(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> candidates(const std::string& base) const;

    const io::Input* input_;
    std::string prefix_;
    std::string map_;  ///< of the only account before 2.1.14, where the local key is
    std::vector<std::string> data_names_;
};

/// The base name of an account's auth file, which is also its folder's name. As Telegram Desktop makes it, or
/// as other programs that keep the '#' of a data name, where only that is there.
[[nodiscard]] std::string account_base(const Folder& folder, const std::string& data_name,
                                       std::int32_t index);

}  // namespace tgferry::formats::tdata
