// Which files of the disk a path stands for.
#pragma once

#include <filesystem>
#include <vector>

namespace tgferry::io {

/// A path that does not exist is tried with ".session" behind it, and a path ending in .json is taken for the
/// sidecar of the .session beside it.
struct Place {
    std::filesystem::path main;     ///< the file or folder that is opened
    std::filesystem::path sidecar;  ///< the .json that belongs to it, there or not; empty for what has none
};

[[nodiscard]] Place place_of(const std::filesystem::path& given);

/// What SQLite keeps beside a database, as far as it is there.
[[nodiscard]] std::vector<std::filesystem::path> beside_database(const std::filesystem::path& path);

}  // namespace tgferry::io
