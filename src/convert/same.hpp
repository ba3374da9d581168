// Whether what reads back is what was to be written.
#pragma once

#include <span>
#include <tgferry/compare.hpp>
#include <tgferry/format.hpp>
#include <vector>

namespace tgferry::convert {

/// What a writer was given, as its format is to give it back: the facts that it carries, in one form for what
/// libraries spell differently (an empty text and none, usernames in capitals, two rows of one peer).
[[nodiscard]] Session as_carried(const Session& session, const Carries& carries);

/// What is not as it was to be. `told` gets a warning where only details of peers are not (a name, a date):
/// that is no reason to give up a session. Both as they come, from a reader and for a writer.
[[nodiscard]] std::vector<Difference> unlike(const Session& back, const Session& written,
                                             const Carries& carries, std::vector<Warning>& told);

/// All of them, in their order. Errors: internal, naming the facts that came back otherwise.
[[nodiscard]] Result<void> check_same(std::span<const Session> back, std::span<const Session* const> written,
                                      const Carries& carries, std::vector<Warning>& told);

}  // namespace tgferry::convert
