// What a format of one file writes.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats {

[[nodiscard]] inline Result<Artifact> one_file(Result<SecretBytes> content) {
    if (!content) return std::unexpected(std::move(content.error()));
    Artifact artifact;
    artifact.files.emplace("", std::move(*content));
    return artifact;
}

}  // namespace tgferry::formats
