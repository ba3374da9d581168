// An input as detectors and readers see it: every view of it is made once, when first asked for.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/base64.hpp"
#include "core/json.hpp"
#include "core/pasted_text.hpp"
#include "io/input.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats {

class Probe {
  public:
    explicit Probe(const io::Input& input) : input_(input) {}

    [[nodiscard]] const io::Input& input() const noexcept { return input_; }
    /// Where every loop over input counts its work.
    [[nodiscard]] core::Budget& budget() const noexcept { return input_.budget(); }

    /// The pasted token with everything forgiven removed; empty for folders, databases and binary or long
    /// input.
    [[nodiscard]] std::string_view text() const;
    /// Whether the input is text of whatever length.
    [[nodiscard]] bool is_text() const;
    /// The whole token as base64; null where it is none.
    [[nodiscard]] const core::Base64* base64() const;
    /// The token without a leading '1' as base64, as Telethon and GramJS write it; null where it is none.
    [[nodiscard]] const core::Base64* base64_behind_1() const;
    /// What was forgiven in the text and the base64, for the reader's warnings. `padded` says whether the
    /// format's writers keep the padding.
    [[nodiscard]] std::vector<Warning> forgiven(const core::Base64& used, core::Alphabet alphabet,
                                                core::Padding padding) const;
    [[nodiscard]] std::vector<Warning> forgiven() const;

    /// Null where the input is no SQLite database, or a broken one.
    [[nodiscard]] const io::SqliteReader* sqlite() const;
    /// Why sqlite() is null although the magic is there.
    [[nodiscard]] const std::optional<Error>& sqlite_error() const;
    /// The input as a JSON object; null where it is none.
    [[nodiscard]] const core::Json* json() const;
    /// The byte at which an input that begins like a JSON object turns out to be none.
    [[nodiscard]] std::optional<std::size_t> json_error_at() const;
    /// The sidecar as a JSON object; null where there is none or it is none.
    [[nodiscard]] const core::Json* sidecar() const;

  private:
    [[nodiscard]] std::string_view find_text() const;
    [[nodiscard]] bool decodes(std::string_view token) const;

    template <class T>
    struct Once {
        bool done = false;
        std::optional<T> value{};
    };
    const io::Input& input_;
    mutable bool text_done_ = false;
    mutable std::string_view text_{};  ///< of the input itself, or of pasted_
    mutable std::optional<core::PastedText> pasted_{};
    mutable Once<core::Base64> base64_;
    mutable Once<core::Base64> base64_behind_1_;
    mutable Once<io::SqliteReader> sqlite_;
    mutable std::optional<Error> sqlite_error_;
    mutable Once<core::WipedJson> json_;
    mutable std::optional<std::size_t> json_error_at_;
    mutable Once<core::WipedJson> sidecar_;
};

}  // namespace tgferry::formats
