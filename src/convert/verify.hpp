// What was written is looked at before anybody relies on it, and once more where it was put.
#pragma once

#include <filesystem>

#include <tgferry/convert.hpp>

#include "formats/format.hpp"

namespace tgferry::convert {

/// What write_to_memory gives, verified. Errors: those of write_to_memory, internal.
[[nodiscard]] Result<Written> write_verified(const Bundle& bundle, const formats::Format& format,
                                             const WriteOptions& options);

/// What a writer made of `what` is recognised as its format's, and reads back with every fact that the format
/// carries. `told` gets what did not come through and was no reason to give up. Errors: internal.
[[nodiscard]] Result<void> verify_files(const FileMap& files, const formats::ToWrite& what,
                                        const formats::Format& format, const WriteOptions& options,
                                        std::vector<Warning>& told);

/// What lies at `target` is, byte for byte, what was verified in memory; and whoever opens it there takes it
/// for what it is, whatever lies beside it (else `told` says so). Errors: cannot_write.
[[nodiscard]] Result<void> verify_on_disk(const FileMap& files, const std::filesystem::path& target,
                                          const formats::Format& format, std::vector<Warning>& told);

}  // namespace tgferry::convert
