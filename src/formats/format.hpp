// What a format implements. Adding one: its own folder with these four functions, and one line in
// registry.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tgferry/format.hpp>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>

#include "formats/probe.hpp"

namespace tgferry::formats {

/// What writers produce: one entry named "" for text and file, ".session" and ".json" for a pair, relative
/// names for a folder.
struct Artifact {
    SecretText text{};  ///< of a text format
    FileMap files{};    ///< of all others
    std::vector<Warning> warnings{};
    std::string
        last{};  ///< of an addition: the file that makes it count, to be put in place after the others
};

/// The sessions to write, prepared: DC in 1 to 255, endpoint resolved, needs checked.
struct ToWrite {
    std::span<const Session* const> sessions;  ///< exactly one unless the format holds several
    std::size_t active = 0;
    bool active_known = true;  ///< as Bundle::active_known
    [[nodiscard]] const Session& one() const { return *sessions[active]; }
};

/// How much an unrecognised input resembles a format; the best resemblance is shown to the user.
struct Resemblance {
    int score = 0;  ///< 1 to 100
    std::string sentence{};
};

struct Format {
    FormatInfo info;

    /// By structure alone: sizes, constants, tables and columns; never only a length or a name. Formats must
    /// not both say yes: a test feeds every fixture to every detector.
    bool (*detect)(const Probe& probe);

    /// Reads all accounts. Fills what the format stores and nothing else: addresses are not looked up here.
    /// `facts` are for what the layout lacks and the reader cannot do without (the DC of a bare key).
    Result<Bundle> (*read)(const Probe& probe, const ReadOptions& options);

    /// Writes what the format carries and passes over the rest. Null for read-only formats.
    Result<Artifact> (*write)(const ToWrite& what, const WriteOptions& options);

    /// Files that add sessions to those of a folder: new ones, and those that replace old ones. `existing`
    /// opens the folder. Null for formats that do not add.
    Result<Artifact> (*add)(const Probe& folder, const ToWrite& what, const ReadOptions& existing,
                            const WriteOptions& options) = nullptr;

    /// What is carried with these options; null where options change nothing (then info.carries).
    Result<Carries> (*carries)(const WriteOptions& options) = nullptr;

    /// Whether a file of a recognised folder is one that the writer makes, so that replacing the folder may
    /// remove it. Null: what the reader asks for.
    bool (*owns)(const Probe& folder, const std::string& name) = nullptr;

    /// A file beside the folder that the program whose folder it is keeps open, even where it has none open
    /// inside.
    std::string_view open_beside{};

    /// Whether its strings are told from other base64 so well that they are looked for in longer texts.
    bool stands_in_text = true;

    /// For inputs that no format recognises; null where there is nothing to say.
    std::optional<Resemblance> (*resembles)(const Probe& probe) = nullptr;
};

/// All formats in the order of the documentation.
[[nodiscard]] std::span<const Format* const> registry() noexcept;
[[nodiscard]] const Format* find(std::string_view id) noexcept;

/// The formats that recognise the probe: no more than the first two, which is one too many.
struct Recognised {
    const Format* first = nullptr;
    const Format* second = nullptr;
};
[[nodiscard]] Recognised recognised(const Probe& probe);

/// The one format that recognises the probe.
/// Errors: unrecognised, with what was tried and what it looks most like.
[[nodiscard]] Result<const Format*> detect(const Probe& probe);

}  // namespace tgferry::formats
