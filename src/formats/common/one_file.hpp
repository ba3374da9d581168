// What a format of one file writes.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats {

[[nodiscard]] inline Result<Artifact> one_file(Result<SecretBytes> content,
                                               std::vector<Warning> warnings = {}) {
    if (!content) return std::unexpected(std::move(content.error()));
    Artifact artifact{.warnings = std::move(warnings)};
    artifact.files.emplace("", std::move(*content));
    return artifact;
}

}  // namespace tgferry::formats
