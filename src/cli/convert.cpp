// tgferry convert INPUT... --to FORMAT [-o OUT]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/accounts.hpp"
#include "cli/console.hpp"
#include "cli/fact_args.hpp"
#include "cli/input_args.hpp"
#include "cli/into_args.hpp"
#include "cli/loss_text.hpp"
#include "cli/stem.hpp"
#include "cli/suggest.hpp"
#include "cli/target.hpp"
#include "cli/verbs.hpp"
#include "cli/write_args.hpp"
#include "core/cursor.hpp"
#include "core/utf8.hpp"
#include "io/kept.hpp"
#include "io/parents.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

class Convert {
  public:
    explicit Convert(CLI::App& verb) : facts_(verb), write_args_(verb) {
        inputs_.add_to(verb, true);
        verb.add_option("--to", to_, "Format to write")->type_name("FORMAT");
        auto* out = verb.add_option("-o,--out", out_,
                                    "File, base name or folder to write; DIR/ to write into; - for standard "
                                    "output, where text "
                                    "formats go without it")
                        ->type_name("OUT");
        into_.emplace(verb, out);
        verb.add_option("--account", account_,
                        "Which account of a source with several: its number, name, user id, phone "
                        "or user name, or all")
            ->type_name("WHO|all");
        verb.add_flag("--json", json_,
                      "Report as JSON: on stdout with -o or --into, else (and with -o -) on stderr");
    }

    int run() {
        if (to_.empty() && into_->given()) to_ = "tdata";
        if (to_.empty()) return report(needs_to(), json_);
        auto format = target_format(to_);
        if (!format) return report(format.error(), json_);
        format_ = *format;
        target_.emplace(out_, *format_);
        if (auto fitting = check_options(); !fitting) return report(fitting.error(), json_);
        keep_sources();
        if (const auto ended = refuse_unread()) return *ended;
        auto read_options = load_options();
        if (!read_options) return report(read_options.error(), json_);
        auto sources = inputs_.sources();
        if (!sources) return report(sources.error(), json_);
        input_count_ = sources->size();
        std::vector<Job> jobs;
        for (const NamedSource& source : *sources) {
            if (io::interrupted()) return report(interrupted(), json_);
            if (failed_inputs_.contains(source.label)) continue;
            show_progress(jobs.size() + failures_.size(), sources->size(), source.label);
            read_one(source, *read_options, jobs);
        }
        if (format_->carries.several && jobs.size() > 1) merge(jobs);
        return write_all(jobs);
    }

  private:
    Result<void> check_options() const {
        if (auto used = into_->check(); !used) return used;
        if (auto used = write_args_.check(to_, into_->given()); !used) return used;
        if (into_->given()) return {};
        if (auto place = target_->check(); !place) return place;
        const bool one_file = target_->is_stdout() && format_->shape != Shape::text;
        if (one_file && !format_->carries.several && inputs_.paths.size() > 1)
            return std::unexpected(one_at_a_time());
        return {};
    }

    /// What the run reads is not written over.
    void keep_sources() {
        for (const std::string& path : inputs_.paths) {
            if (path == "-") continue;
            for (const auto& file : inputs_.files_of(path)) kept_.add(file);
        }
        if (inputs_.reads_stdin()) kept_.add_stream(0, "standard input");
        if (!inputs_.json_path.empty()) kept_.add(inputs_.json_path);
    }

    /// Targets that a source forbids are told before anything is read or asked. The exit status, where
    /// nothing is left to do.
    std::optional<int> refuse_unread() {
        if (target_->is_stdout() && !into_->given()) return std::nullopt;
        const bool several = inputs_.paths.size() > 1 && !format_->carries.several && !into_->given();
        if (!several) {
            const std::string first = inputs_.paths.empty() ? "" : inputs_.paths.front();
            auto safe = into_->given() ? kept_.check(into_->folder())
                                       : check_kept(target_->would_be(stem_of(first), false));
            if (!safe) return report(safe.error(), json_);
            return std::nullopt;
        }
        for (const std::string& path : inputs_.paths) {
            auto safe = check_kept(target_->would_be(stem_of(path), true));
            if (!safe) failed(std::move(safe.error()), path);
        }
        input_count_ = inputs_.paths.size();
        if (failed_inputs_.empty() || failures_.size() < input_count_) return std::nullopt;
        return report(some_failed(), json_);
    }

    Result<void> check_kept(const std::filesystem::path& path) const {
        for (const auto& part : target_->parts(path)) {
            auto safe = kept_.check(part, format_->shape == Shape::folder);
            if (!safe) return safe;
        }
        return {};
    }

    /// How the sources are read; the target's options are kept.
    Result<ReadOptions> load_options() {
        auto facts = facts_.load();
        if (!facts) return std::unexpected(std::move(facts.error()));
        auto write = write_args_.load();
        if (!write) return std::unexpected(std::move(write.error()));
        write_ = std::move(*write);
        auto read = inputs_.read_options();
        if (read) read->facts = std::move(*facts);
        return read;
    }

    void read_one(const NamedSource& source, const ReadOptions& options, std::vector<Job>& jobs) {
        auto bundle = inputs_.read(source, options);
        if (!bundle) return failed(std::move(bundle.error()), source.label);
        if (!json_) {
            for (const Warning& warning : bundle->warnings) warn(warning.message);
        }
        auto selected = select_accounts(std::move(*bundle), source, account_, format_->carries.several);
        if (!selected) return failed(std::move(selected.error()), source.label);
        several_outputs_ = several_outputs_ || selected->jobs.size() + selected->lost.size() > 1;
        for (Job& job : selected->jobs) jobs.push_back(std::move(job));
        for (Error& error : selected->lost) failed(std::move(error), source.label);
    }

    int write_all(std::vector<Job>& jobs) {
        // Several outputs go into a folder; several inputs merged into one output do not.
        const bool several = !format_->carries.several && (input_count_ > 1 || several_outputs_);
        io::Parents made;  // go again where nothing came into them
        if (!into_->given() && !target_->is_stdout() && !jobs.empty()) {
            const bool room = several || target_->is_room();
            const auto path = target_->would_be(jobs.front().stem, several);
            auto done = made.make(room ? std::filesystem::path(out_) : path.parent_path());
            if (!done) return report(done.error(), json_);
        }
        bool stopped = false;
        for (const Job& job : jobs) {
            stopped = io::interrupted();
            if (stopped || unreported_) break;
            auto written = into_->given()         ? into_existing(job)
                           : target_->is_stdout() ? to_stdout(job)
                                                  : to_path(job, target_->next(job.stem, several));
            if (written) continue;
            // One output for all inputs: there is nothing else that this would be a part of.
            if (format_->carries.several) return no_output(std::move(written.error()), job);
            failed(std::move(written.error()), job.label);
        }
        if (written_ > 0) made.keep();
        if (stopped) return report(interrupted(), json_);
        if (unreported_) return report(*unreported_, json_);
        if (failures_.empty()) return 0;
        if (input_count_ == 1) return exit_code(failures_.front());
        return report(some_failed(), json_);
    }

    Result<void> to_stdout(const Job& job) {
        if (several_outputs_ && format_->shape != Shape::text) return std::unexpected(one_at_a_time());
        auto text = write_to_memory(job.bundle, to_, write_);
        if (!text) return std::unexpected(std::move(text.error()));
        const auto bytes = core::as_text(text->files.at("").view());
        if (io::is_terminal(io::Stream::out) && !is_text(bytes)) return std::unexpected(binary_on_terminal());
        auto verified = verify(text->files, job.bundle, to_, write_);
        if (!verified) return verified;
        auto printed = print(bytes);
        if (printed) finish(job, text->loss, {});
        return printed;
    }

    Result<void> to_path(const Job& job, const std::filesystem::path& path) {
        if (auto safe = check_kept(path); !safe) return safe;
        auto loss = write(job.bundle, to_, path, write_);
        if (!loss) return std::unexpected(std::move(loss.error()));
        finish(job, *loss, target_->parts(path));
        return {};
    }

    Result<void> into_existing(const Job& job) {
        auto loss = into_->add(job.bundle, to_, write_);
        if (!loss) return std::unexpected(std::move(loss.error()));
        finish(job, *loss, {into_->folder()});
        return {};
    }

    int no_output(Error error, const Job& job) const {
        error = blame(std::move(error), job, to_, write_);
        if (error.file.empty()) error.file = job.label;
        return report(error, json_);
    }

    /// What was written is there, even where the report of it is not.
    void finish(const Job& job, const LossReport& loss, const std::vector<std::filesystem::path>& written) {
        ++written_;
        const std::string path = written.empty() ? "" : written.front().string();
        if (!json_) {
            show_loss(loss, job.bundle.active());
            if (!path.empty()) note(fmt::format("wrote {}", names_of(written)));
            return;
        }
        const std::string line = loss_json(loss, job.bundle, job.label, to_, path) + "\n";
        auto reported = io::write_stream(path.empty() ? io::Stream::err : io::Stream::out, line);
        if (reported) return;
        unreported_ = std::move(reported.error());
        unreported_->file = path.empty() ? "standard error" : "standard output";
        unreported_->hint =
            "the session was written; its report could not be: what reads it has gone, or has no room";
    }

    static std::string names_of(const std::vector<std::filesystem::path>& written) {
        std::string names;
        for (const auto& path : written) names += (names.empty() ? "" : " and ") + path.string();
        return names;
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

    static Error needs_to() {
        return {.code = ErrorCode::invalid_argument,
                .message = "--to is required",
                .hint = "name the format to write: --to FORMAT; `tgferry formats` lists them"};
    }

    [[nodiscard]] Error one_at_a_time() const {
        return {.code = ErrorCode::invalid_argument,
                .message = fmt::format("several {} files do not go to one standard output", to_),
                .hint = "name a folder: -o FOLDER"};
    }

    [[nodiscard]] Error binary_on_terminal() const {
        return {.code = ErrorCode::invalid_argument,
                .message = fmt::format("{} is binary, and standard output is a terminal", to_),
                .hint = "send it to a file or into a pipe: -o FILE, or > FILE"};
    }

    /// What a terminal shows without harm.
    static bool is_text(std::string_view bytes) {
        const auto control = [](char c) {
            return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        };
        return core::is_utf8(bytes) && std::ranges::none_of(bytes, control);
    }

    InputArgs inputs_;
    FactArgs facts_;
    WriteArgs write_args_;
    std::optional<IntoArgs> into_;
    WriteOptions write_;
    std::string to_, out_, account_;
    bool json_ = false;
    bool several_outputs_ = false;
    std::size_t input_count_ = 0, written_ = 0;
    const FormatInfo* format_ = nullptr;
    std::optional<Target> target_;
    io::Kept kept_;
    std::optional<Error> unreported_;  ///< the report of an output that could not be written
    std::vector<ErrorCode> failures_;
    std::set<std::string> failed_inputs_;
};

}  // namespace

void add_convert(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("convert", "Convert sessions to another format");
    auto convert = std::make_shared<Convert>(*verb);
    verb->callback([convert, &run] { run = [convert] { return convert->run(); }; });
}

}  // namespace tgferry::cli
