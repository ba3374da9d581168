// Reading an input that is open, as a format that is known.
#pragma once

#include "formats/format.hpp"

namespace tgferry::convert {

/// A .json that has a .session beside it would be opened as the sidecar of that: another session. Errors:
/// those of io::Input::open.
[[nodiscard]] Result<io::Input> open_input(const Source& source, const ReadOptions& options,
                                           core::Budget& budget);

/// Lets the format read, then settles what it left open. An account that makes no sense is lost, the others
/// are not. Errors: those of read().
[[nodiscard]] Result<Bundle> read_as(const formats::Format& format, const formats::Probe& probe,
                                     const ReadOptions& options);

/// Whether two formats are one layout to detection: then each may be read as the other.
[[nodiscard]] bool one_layout(const FormatInfo& a, const FormatInfo& b);

}  // namespace tgferry::convert
