// Names of what is not finished yet, and what becomes of it when its maker was killed.
#pragma once

#include <cerrno>
#include <filesystem>
#include <string_view>

#include "io/file.hpp"

namespace tgferry::io {

/// ".tgferry-" and six letters or digits: short, so that a target's name may be as long as the file system
/// allows. The same for every format and version, or a later run would not know it again.
[[nodiscard]] bool is_temporary_name(std::string_view name) noexcept;

/// A name of that kind in a folder, at random. Whoever makes something there has to refuse what exists.
[[nodiscard]] std::filesystem::path temporary_name(const std::filesystem::path& folder);

/// Calls give(name), which gives an errno, until a name was free. 0, or the errno of what failed: `name` is
/// empty then.
template <class Give>
[[nodiscard]] int with_temporary_name(const std::filesystem::path& folder, std::filesystem::path& name,
                                      Give give) {
    int error = EEXIST;
    for (int attempts = 100; attempts > 0 && error == EEXIST; --attempts) {
        name = temporary_name(folder);
        error = give(name);
    }
    if (error) name.clear();
    return error;
}

/// A file or folder under a temporary name, with its lock. Not removed by itself.
struct Temporary {
    std::filesystem::path path{};
    Descriptor opened{};  ///< holds the lock
};
/// Mode 0600, open for reading and writing. 0, or the errno of what failed.
[[nodiscard]] int make_temporary_file(const std::filesystem::path& folder, Temporary& made);
/// Mode 0700. 0, or the errno of what failed.
[[nodiscard]] int make_temporary_folder(const std::filesystem::path& folder, Temporary& made);

/// Removes what makers that were killed have left in a folder: what bears a temporary name, belongs to this
/// user and is locked by nobody. What cannot be removed stays; that is no error of who came to write.
void sweep(const std::filesystem::path& folder);

}  // namespace tgferry::io
