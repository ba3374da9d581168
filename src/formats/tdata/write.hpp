// Writing a new tdata folder.
#pragma once

#include "formats/format.hpp"
#include "formats/tdata/local_key.hpp"

namespace tgferry::formats::tdata {

/// What a new folder is encrypted with.
struct FolderKeys {
    SecretBytes salt;
    LocalKey local;
};

/// The files of a folder with these keys. Errors: missing_fact, invalid_argument.
[[nodiscard]] Result<Artifact> make_folder(const ToWrite& what, const WriteOptions& options,
                                           const FolderKeys& keys, Random random);

/// The same with keys of its own.
[[nodiscard]] Result<Artifact> write_folder(const ToWrite& what, const WriteOptions& options);

}  // namespace tgferry::formats::tdata
