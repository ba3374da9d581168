// Publishing a result: private, beside the target, synced, renamed; whole or not at all.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>
#include <tgferry/shape.hpp>
#include <tgferry/source.hpp>

namespace tgferry::io {

/// Puts `files` at `target`: one entry named "" as a file, ".session" and ".json" as a pair behind the base
/// name `target`, anything else as a folder. Files get mode 0600, folders 0700. With `replace` what was there
/// is exchanged in one step and then removed; without it an existing target is an error. A database is put
/// neither beside the -wal or -journal of another one (exists) nor in place of one that another process uses
/// (in_use). Errors: exists, in_use, cannot_write. After an error everything is as it was.
[[nodiscard]] Result<void> commit(const FileMap& files, Shape shape, const std::filesystem::path& target,
                                  bool replace);

/// Puts `files` (relative names) into a folder that exists, replacing those of the same name; `last` after
/// all others, since it makes the others count. Sub-folders are made where missing. Temporary files lie in
/// `folder` itself. Errors: cannot_write. After an error everything is as it was.
[[nodiscard]] Result<void> commit_into(const FileMap& files, const std::string& last,
                                       const std::filesystem::path& folder);

}  // namespace tgferry::io
