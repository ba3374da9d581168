#include "formats/tdlib/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tgferry/dc.hpp>

#include "crypto/digest.hpp"
#include "formats/tdlib/account.hpp"
#include "formats/tdlib/names.hpp"

namespace tgferry::formats::tdlib {
namespace {

/// Which file TDLib would take; empty where there is none.
std::string file_of(const io::Input& folder, const LogName& name) {
    for (const std::string_view file : {name.file, name.renamed}) {
        if (folder.has_member(std::string(file))) return std::string(file);
    }
    return {};
}

class FolderReader {
  public:
    FolderReader(const io::Input& folder, const ReadOptions& options) : folder_(folder), options_(options) {}

    Result<Bundle> run() {
        for (const LogName& name : log_names) {
            if (auto read = read_one(name); !read) return std::unexpected(std::move(read.error()));
        }
        if (bundle_.sessions.empty()) return nothing_read();
        if (not_logged_in_) {
            bundle_.warnings.push_back(
                {"not_logged_in",
                 fmt::format("{} was passed over: {}", not_logged_in_->file, not_logged_in_->message)});
        }
        return std::move(bundle_);
    }

  private:
    /// Errors: passcode_required; all others leave that account out.
    Result<void> read_one(const LogName& name) {
        const std::string file = file_of(folder_, name);
        if (file.empty()) return {};
        const std::string label = folder_.label() + "/" + file;
        auto bytes = folder_.member(file);
        if (!bytes) return std::unexpected(std::move(bytes.error()));
        auto log = open_log(std::move(*bytes), label, options_, folder_.budget());
        if (!log) return leave_out(std::move(log.error()));
        auto session = session_of(*log, label, name.test);
        for (Warning& warning : log->warnings) bundle_.warnings.push_back(std::move(warning));
        if (!session) return leave_out(std::move(session.error()));
        if (file == name.renamed) {
            bundle_.warnings.push_back(
                {"unfinished_rewrite",
                 fmt::format("{} is missing; {} was read, as TDLib would do", name.file, file)});
        }
        if (bundle_.sessions.empty()) bundle_.variant = log->lock;
        bundle_.sessions.push_back(std::move(*session));
        return {};
    }

    Result<void> leave_out(Error error) {
        if (error.code == ErrorCode::passcode_required) return std::unexpected(std::move(error));
        if (error.code == ErrorCode::not_logged_in) {
            not_logged_in_ = std::move(error);
            return {};
        }
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        bundle_.warnings.push_back({"account_lost", error.text()});
        bundle_.lost.push_back({position, std::move(error), position == 0});
        return {};
    }

    Result<Bundle> nothing_read() {
        if (!bundle_.lost.empty()) return std::unexpected(std::move(bundle_.lost.front().error));
        if (not_logged_in_) return std::unexpected(std::move(*not_logged_in_));
        return std::unexpected(
            Error{.code = ErrorCode::unrecognised,
                  .message = "tdlib: neither td.binlog nor td_test.binlog is there",
                  .file = folder_.label(),
                  .hint = "name the folder that the application gives to TDLib as database_directory"});
    }

    const io::Input& folder_;
    const ReadOptions& options_;
    Bundle bundle_{};
    std::optional<Error> not_logged_in_{};
};

/// A log by itself, perhaps under a name that a copy got ("td (1).binlog").
Result<Bundle> read_file(const io::Input& file, const ReadOptions& options) {
    auto log = open_log(SecretBytes(file.bytes()), file.label(), options, file.budget());
    if (!log) return std::unexpected(std::move(log.error()));
    const bool named_test = file.path().filename().string().starts_with("td_test");
    auto session = session_of(*log, file.label(), named_test);
    if (!session) return std::unexpected(std::move(session.error()));
    Bundle bundle{.variant = fmt::format("{}, a log by itself", log->lock),
                  .warnings = std::move(log->warnings)};
    const auto guess = session->endpoint ? guess_dc(session->endpoint->host) : std::nullopt;
    if (!named_test && guess && guess->test) {
        session->test = true;
        session->inferred.add(Field::test);
        bundle.warnings.push_back(
            {"test_inferred",
             "the log's address is one of the test servers, so the session counts as a test one; "
             "its name, td_test.binlog, would have said so"});
    }
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace

bool detect(const Probe& probe) {
    if (!probe.input().is_folder()) return is_log(probe.input().bytes());
    for (const LogName& name : log_names) {
        const std::string file = file_of(probe.input(), name);
        if (file.empty()) continue;
        const auto bytes = probe.input().member(file);
        if (bytes && is_log(bytes->view())) return true;
    }
    return false;
}

bool owns(const Probe&, const std::string& name) {
    return std::ranges::any_of(log_names,
                               [&](const LogName& log) { return name == log.file || name == log.renamed; });
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (!probe.input().is_folder()) return std::nullopt;
    for (const LogName& name : log_names) {
        const std::string file = file_of(probe.input(), name);
        if (file.empty()) continue;
        return Resemblance{90, fmt::format("a folder of TDLib by its {}, which is no log that can be read: "
                                           "empty, damaged or a link",
                                           file)};
    }
    return std::nullopt;
}

Result<Bundle> read_folder(const Probe& probe, const ReadOptions& options) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    const io::Input& input = probe.input();
    auto bundle = input.is_folder() ? FolderReader(input, options).run() : read_file(input, options);
    if (!bundle && options.accept_locked && bundle.error().code == ErrorCode::passcode_required) {
        return Bundle{.locked = true,
                      .secret = SecretKind::tdlib_key,
                      .variant = "locked with a database encryption key"};
    }
    return bundle;
}

}  // namespace tgferry::formats::tdlib
