// The sessions of a bundle as a writer gets them, with what that costs.
#pragma once

#include <vector>

#include "convert/prepare.hpp"
#include "formats/format.hpp"

namespace tgferry::convert {

[[nodiscard]] std::unexpected<Error> no_such_format(std::string_view id);
/// Errors: invalid_argument (unknown, or read only).
[[nodiscard]] Result<const formats::Format*> choose_writer(std::string_view id);
[[nodiscard]] Result<Carries> carries_of(const formats::Format& format, const WriteOptions& options);

class Ready {
  public:
    /// All sessions of the bundle, or the active one where the format holds one only. Errors: missing_fact,
    /// lossy.
    [[nodiscard]] static Result<Ready> make(const Bundle& bundle, const formats::Format& format,
                                            const WriteOptions& options);
    [[nodiscard]] formats::ToWrite to_write() const noexcept { return {sessions_, active_, active_known_}; }
    LossReport loss{};

  private:
    std::vector<Prepared> prepared_{};
    std::vector<const Session*> sessions_{};  ///< of prepared_
    std::size_t active_ = 0;
    bool active_known_ = true;
};

}  // namespace tgferry::convert
