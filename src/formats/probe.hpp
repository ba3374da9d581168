// An input as detectors and readers see it: every view of it is made once, when first asked for.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/base64.hpp"
#include "core/json.hpp"
#include "core/pasted_text.hpp"
#include "core/text_encoding.hpp"
#include "formats/derived_keys.hpp"
#include "io/input.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats {

class Probe {
  public:
    explicit Probe(const io::Input& input) : Probe(input, std::make_shared<DerivedKeys>()) {}
    /// With the keys that were derived for an earlier state of the same input.
    Probe(const io::Input& input, std::shared_ptr<DerivedKeys> derived)
        : input_(input), derived_(std::move(derived)) {}
    /// Of what was taken out of a longer text: `before` is what was forgiven there.
    Probe(const io::Input& input, std::vector<Warning> before) : Probe(input) { before_ = std::move(before); }

    [[nodiscard]] const io::Input& input() const noexcept { return input_; }
    [[nodiscard]] const std::shared_ptr<DerivedKeys>& derived() const noexcept { return derived_; }
    /// Where every loop over input counts its work.
    [[nodiscard]] core::Budget& budget() const noexcept { return input_.budget(); }

    /// The pasted token with everything forgiven removed; empty for folders, databases and binary or long
    /// input.
    [[nodiscard]] std::string_view text() const;
    /// Whether the input is text of whatever length.
    [[nodiscard]] bool is_text() const;
    /// The input as UTF-8: as it is, or made of UTF-16. Of no meaning where it is no text.
    [[nodiscard]] std::string_view utf8() const;
    [[nodiscard]] bool is_utf16() const { return encoding() != core::Encoding::utf8; }
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
    /// The input as a list of JSON values: an array, or objects one behind the other; null where it is
    /// neither.
    [[nodiscard]] const core::Json* json_list() const;
    /// The byte at which an input that begins like a JSON object turns out to be none.
    [[nodiscard]] std::optional<std::size_t> json_error_at() const;
    /// The sidecar as a JSON object, in whatever encoding and with what can be mended; null where there is
    /// none or it is none.
    [[nodiscard]] const core::Json* sidecar() const;
    /// What was odd about the sidecar's text.
    [[nodiscard]] const std::vector<Warning>& sidecar_warnings() const;

  private:
    [[nodiscard]] std::string_view find_text() const;
    [[nodiscard]] bool decodes(std::string_view token) const;
    [[nodiscard]] core::Encoding encoding() const;
    void parse_sidecar() const;

    template <class T>
    struct Once {
        bool done = false;
        std::optional<T> value{};
    };
    const io::Input& input_;
    std::shared_ptr<DerivedKeys> derived_;
    std::vector<Warning> before_{};
    mutable std::optional<core::Encoding> encoding_{};
    mutable SecretText from_utf16_{};  ///< where the input is that
    mutable bool text_done_ = false;
    mutable std::string_view text_{};  ///< of the input itself, or of pasted_
    mutable std::optional<core::PastedText> pasted_{};
    mutable Once<core::Base64> base64_;
    mutable Once<core::Base64> base64_behind_1_;
    mutable Once<io::SqliteReader> sqlite_;
    mutable std::optional<Error> sqlite_error_;
    mutable Once<core::WipedJson> json_;
    mutable std::optional<std::size_t> json_error_at_;
    mutable Once<core::WipedJson> json_list_;
    mutable Once<core::WipedJson> sidecar_;
    mutable std::vector<Warning> sidecar_warnings_;
};

}  // namespace tgferry::formats
