// tgferry convert INPUT... --to FORMAT [-o OUT]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/console.hpp"
#include "cli/fact_args.hpp"
#include "cli/input_args.hpp"
#include "cli/loss_text.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "io/folder.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

/// One output to make: a bundle whose active session counts, unless the target holds several.
struct Job {
    std::string label;
    std::string stem;
    Bundle bundle;
};

class Convert {
  public:
    explicit Convert(CLI::App& verb) : facts_(verb) {
        inputs_.add_to(verb, true);
        verb.add_option("--to", to_, "Format to write")->required()->type_name("FORMAT");
        verb.add_option("-o,--out", out_,
                        "File, base name or folder to write; text formats go to stdout without it")
            ->type_name("OUT");
        verb.add_option("--account", account_, "Which account of a source with several: its index, or all")
            ->type_name("N|all");
        verb.add_flag("--strict", write_.strict, "Refuse to drop anything (exit 10)");
        verb.add_flag("--force", write_.force, "Replace OUT if it exists");
        verb.add_flag("--json", json_, "Report as JSON: on stdout with -o, else on stderr");
        verb.add_flag("--keep-2fa", write_.keep_2fa, "Keep a sidecar's 2FA password (twoFA)");
        verb.add_option("--schema", write_.schema, "telethon-sqlite, session-json: 7 (default) or 8")
            ->check(CLI::IsMember({7, 8}));
        verb.add_option("--flavour", write_.flavour,
                        "pyrogram-sqlite: pyrogram (default), kurigram or pyrofork")
            ->check(CLI::IsMember({"pyrogram", "kurigram", "pyrofork"}));
    }

    int run() {
        target_ = find_format(to_);
        if (!target_) return report(unknown_format(to_), json_);
        if (target_->shape != Shape::text && out_.empty()) return report(needs_out(), json_);
        auto facts = facts_.load();
        if (!facts) return report(facts.error(), json_);
        auto sources = inputs_.sources();
        if (!sources) return report(sources.error(), json_);
        input_count_ = sources->size();
        std::vector<Job> jobs;
        for (const NamedSource& source : *sources) {
            if (io::interrupted()) return report(interrupted(), json_);
            show_progress(jobs.size() + failures_.size(), sources->size(), source.label);
            read_one(source, *facts, jobs);
        }
        if (target_->carries.several && jobs.size() > 1) merge(jobs);
        return write_all(jobs);
    }

  private:
    void read_one(const NamedSource& source, const Facts& facts, std::vector<Job>& jobs) {
        ReadOptions options = inputs_.read_options();
        options.facts = facts;
        auto bundle = read(source.source, options);
        if (!bundle) return failed(std::move(bundle.error()), source.label);
        if (!json_) {
            for (const Warning& warning : bundle->warnings) warn(warning.message);
        }
        auto selected = select_accounts(std::move(*bundle), source);
        if (!selected) return failed(std::move(selected.error()), source.label);
        for (Job& job : *selected) jobs.push_back(std::move(job));
    }

    /// --account: one of them, all of them, or by default the active one (all, where the target holds
    /// several).
    Result<std::vector<Job>> select_accounts(Bundle bundle, const NamedSource& source) const {
        const std::size_t count = bundle.sessions.size();
        std::vector<Job> jobs;
        if (!account_.empty() && account_ != "all") {
            std::size_t index = 0;
            const char* end = account_.data() + account_.size();
            const auto parsed = std::from_chars(account_.data(), end, index);
            if (parsed.ec != std::errc{} || parsed.ptr != end || index >= count) {
                return fail(
                    ErrorCode::invalid_argument,
                    fmt::format("--account {}: the source has the accounts 0 to {}", account_, count - 1));
            }
            bundle.active_index = index;
        }
        if (target_->carries.several && (account_.empty() || account_ == "all")) {
            jobs.push_back({source.label, source.stem, std::move(bundle)});
            return jobs;
        }
        if (account_ == "all") {
            for (std::size_t i = 0; i < count; ++i) {
                const std::string stem = count > 1 ? fmt::format("{}-{}", source.stem, i) : source.stem;
                jobs.push_back({source.label, stem, only(bundle, i)});
            }
            return jobs;
        }
        if (account_.empty() && count > 1) {
            warn(fmt::format(
                "{} holds {} accounts; only the active one is converted (--account all for the others)",
                source.label, count));
        }
        jobs.push_back({source.label, source.stem, only(bundle, bundle.active_index)});
        return jobs;
    }

    static Bundle only(const Bundle& bundle, std::size_t index) {
        Bundle one{.format = bundle.format, .variant = bundle.variant, .warnings = bundle.warnings};
        one.sessions.push_back(bundle.sessions[index]);
        return one;
    }

    static void merge(std::vector<Job>& jobs) {
        Job& into = jobs.front();
        for (std::size_t i = 1; i < jobs.size(); ++i) {
            into.label += ", " + jobs[i].label;
            std::ranges::move(jobs[i].bundle.sessions, std::back_inserter(into.bundle.sessions));
            std::ranges::move(jobs[i].bundle.warnings, std::back_inserter(into.bundle.warnings));
        }
        jobs.erase(jobs.begin() + 1, jobs.end());
    }

    int write_all(std::vector<Job>& jobs) {
        // Several outputs go into a folder; several inputs merged into one output do not.
        const bool into_folder =
            !out_.empty() && !target_->carries.several && (input_count_ > 1 || jobs.size() > 1);
        bool folder_is_new = false;
        if (into_folder && !jobs.empty()) {
            auto made = io::make_private_folder(out_);
            if (!made) return report(made.error(), json_);
            folder_is_new = *made;
        }
        bool stopped = false;
        for (const Job& job : jobs) {
            stopped = io::interrupted();
            if (stopped) break;
            auto written =
                out_.empty() ? to_stdout(job) : to_path(job, into_folder ? member_path(job) : out_);
            if (!written) failed(std::move(written.error()), job.label);
        }
        std::error_code not_empty;  // a folder that nothing came into goes again
        if (folder_is_new) std::filesystem::remove(out_, not_empty);
        if (stopped) return report(interrupted(), json_);
        if (failures_.empty()) return 0;
        if (input_count_ == 1) return exit_code(failures_.front());
        return report(some_failed(), json_);
    }

    Result<void> to_stdout(const Job& job) {
        auto text = write_to_memory(job.bundle, to_, write_);
        if (!text) return std::unexpected(std::move(text.error()));
        const SecretBytes& bytes = text->files.at("");
        auto printed = print({reinterpret_cast<const char*>(bytes.view().data()), bytes.size()});
        if (printed) finish(job, text->loss, "");
        return printed;
    }

    Result<void> to_path(const Job& job, const std::string& path) {
        auto loss = write(job.bundle, to_, path, write_);
        if (!loss) return std::unexpected(std::move(loss.error()));
        finish(job, *loss, path);
        return {};
    }

    void finish(const Job& job, const LossReport& loss, const std::string& path) {
        ++written_;
        if (!json_) return show_loss(loss, job.bundle.active());
        const std::string line = loss_json(loss, job.bundle, job.label, to_, path) + "\n";
        (void)io::write_stream(path.empty() ? io::Stream::err : io::Stream::out, line);
    }

    std::string member_path(const Job& job) {
        std::string stem = job.stem;
        for (int i = 2; !used_stems_.insert(stem).second; ++i) stem = fmt::format("{}-{}", job.stem, i);
        return (std::filesystem::path(out_) / (stem + std::string(target_->extension))).string();
    }

    void failed(Error error, const std::string& label) {
        if (error.file.empty()) error.file = label;
        report(error, json_);
        failures_.push_back(error.code);
        failed_inputs_.insert(label);
    }

    void show_progress(std::size_t done, std::size_t total, const std::string& label) const {
        if (total < 2 || json_ || !io::is_terminal(io::Stream::err)) return;
        (void)io::write_stream(io::Stream::err,
                               fmt::format("[{}/{}] {}\n", done + 1, total, printable(label)));
    }

    /// Of several inputs. One that holds several accounts failed when one of them did.
    [[nodiscard]] Error some_failed() const {
        const std::string what = written_ == 0
                                     ? fmt::format("none of the {} inputs was converted", input_count_)
                                     : fmt::format("{} of the {} inputs failed, the others were converted",
                                                   failed_inputs_.size(), input_count_);
        return {.code = ErrorCode::partial,
                .message = what,
                .hint = "each is named above, with its error; convert it again once that is mended"};
    }

    static Error interrupted() { return {.code = ErrorCode::interrupted, .message = "interrupted"}; }

    [[nodiscard]] Error needs_out() const {
        return {.code = ErrorCode::invalid_argument,
                .message =
                    fmt::format("{} is a {}, which does not go to stdout", to_, shape_name(target_->shape)),
                .hint = fmt::format("name it: -o {}{}", target_->shape == Shape::folder ? "FOLDER" : "NAME",
                                    target_->extension)};
    }

    InputArgs inputs_;
    FactArgs facts_;
    WriteOptions write_;
    std::string to_, out_, account_;
    bool json_ = false;
    std::size_t input_count_ = 0, written_ = 0;
    const FormatInfo* target_ = nullptr;
    std::vector<ErrorCode> failures_;
    std::set<std::string> failed_inputs_;
    std::set<std::string> used_stems_;
};

}  // namespace

void add_convert(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("convert", "Convert sessions to another format");
    auto convert = std::make_shared<Convert>(*verb);
    verb->callback([convert, &run] { run = [convert] { return convert->run(); }; });
}

}  // namespace tgferry::cli
