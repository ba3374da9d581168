// tgferry convert INPUT... --to FORMAT [-o OUT]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <span>

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
#include "cli/window.hpp"
#include "cli/write_args.hpp"
#include "core/cursor.hpp"
#include "core/parallel.hpp"
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
        const int status = convert_all(*sources, *read_options);
        made_.reset();
        return status;
    }

  private:
    /// An output to make, and where it goes; no path yet where that depends on what was read.
    struct Work {
        Job job;
        std::filesystem::path out{};
    };

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
        one_person_ =
            facts->user_id || facts->username || facts->phone || facts->first_name || facts->last_name;
        if (read) read->facts = std::move(*facts);
        return read;
    }

    /// One output of all inputs needs them all; others are made window by window.
    int convert_all(std::span<const NamedSource> rest, const ReadOptions& options) {
        const bool one_output = format_->carries.several;
        if (one_output && goes_to_path()) {
            auto free = check_target(to_, target_->would_be(rest.front().stem, false), write_);
            if (!free) return report(free.error(), json_);
        }
        while (!rest.empty() && !stopped_ && !unreported_) {
            const auto window = rest.first(one_output ? rest.size() : window_size(rest));
            rest = rest.subspan(window.size());
            std::vector<Work> works = read_window(window, options);
            if (stopped_) break;
            if (one_output) merge(works);
            if (auto done = make_room(works); !done) return report(done.error(), json_);
            write_window(works);
            // One output for all inputs: there is nothing else that a failure would be a part of.
            if (one_output && no_output_) return report(*no_output_, json_);
        }
        return outcome();
    }

    /// Names are given out in the order of the inputs, and looked at before anything is read, wherever they
    /// do not depend on how many accounts a source holds.
    std::vector<Work> read_window(std::span<const NamedSource> window, const ReadOptions& options) {
        const bool named = goes_to_path() && !format_->carries.several && account_ != "all";
        std::vector<std::filesystem::path> outs(window.size());
        std::vector<Result<void>> free(window.size());
        std::vector<bool> wanted(window.size());
        for (std::size_t i = 0; i < window.size(); ++i) {
            if (failed_inputs_.contains(window[i].label)) continue;
            if (named) {
                outs[i] = target_->next(window[i].stem, input_count_ > 1);
                free[i] = check_target(to_, outs[i], write_);
            }
            wanted[i] = free[i].has_value();
        }
        auto readings = read_together(window, wanted, inputs_, options);
        std::vector<Work> works;
        for (std::size_t i = 0; i < window.size() && !stopped_; ++i) {
            show_progress(window[i].label);
            if (!free[i]) failed(std::move(free[i].error()), window[i].label);
            if (!wanted[i]) continue;
            stopped_ = !readings[i];
            if (!stopped_) choose(std::move(*readings[i]), window[i], outs[i], works);
        }
        return works;
    }

    void choose(Result<Bundle> bundle, const NamedSource& source, const std::filesystem::path& out,
                std::vector<Work>& works) {
        if (!bundle) return failed(std::move(bundle.error()), source.label);
        if (!json_) {
            for (const Warning& warning : bundle->warnings) warn(warning.message);
        }
        auto selected = select_accounts(std::move(*bundle), source, account_, format_->carries.several);
        if (!selected) return failed(std::move(selected.error()), source.label);
        std::size_t people = 0;
        for (const Job& job : selected->jobs) people += job.bundle.sessions.size();
        if (one_person_ && people > 1) {
            return failed(
                {.code = ErrorCode::invalid_argument,
                 .message = "--user-id and what names a person belong to one account, and the source "
                            "holds several",
                 .hint = "name one: --account N"},
                source.label);
        }
        several_outputs_ = several_outputs_ || selected->jobs.size() + selected->lost.size() > 1;
        for (Job& job : selected->jobs) works.push_back({std::move(job), out});
        for (Error& error : selected->lost) failed(std::move(error), source.label);
    }

    static void merge(std::vector<Work>& works) {
        if (works.size() < 2) return;
        std::vector<Job> jobs;
        for (Work& work : works) jobs.push_back(std::move(work.job));
        cli::merge(jobs);
        works.clear();
        works.push_back({std::move(jobs.front()), {}});
    }

    [[nodiscard]] bool goes_to_path() const { return !into_->given() && !target_->is_stdout(); }

    /// Several outputs go into a folder; several inputs merged into one output do not.
    [[nodiscard]] bool several() const {
        return !format_->carries.several && (input_count_ > 1 || several_outputs_);
    }

    /// The folders that outputs need; they go again where nothing came into them.
    Result<void> make_room(const std::vector<Work>& works) {
        if (!goes_to_path() || works.empty() || made_) return {};
        made_.emplace();
        const bool room = several() || target_->is_room();
        const auto path = target_->would_be(works.front().job.stem, several());
        return made_->make(room ? std::filesystem::path(out_) : path.parent_path());
    }

    int outcome() {
        if (written_ > 0 && made_) made_->keep();
        if (stopped_) return report(interrupted(), json_);
        if (unreported_) return report(*unreported_, json_);
        if (failures_.empty()) return 0;
        if (input_count_ == 1) return exit_code(failures_.front());
        return report(some_failed(), json_);
    }

    void write_window(std::vector<Work>& works) {
        if (goes_to_path()) {
            constexpr std::size_t at_once = 256;  // a staged pair keeps two files open
            for (std::span<Work> rest(works); !rest.empty() && !stopped_ && !unreported_;) {
                const auto part = rest.first(std::min(at_once, rest.size()));
                rest = rest.subspan(part.size());
                to_paths(part);
            }
            return;
        }
        for (const Work& work : works) {
            stopped_ = io::interrupted();
            if (stopped_ || unreported_) return;
            auto written = into_->given() ? into_existing(work.job) : to_stdout(work.job);
            if (!written) not_written(std::move(written.error()), work.job);
        }
    }

    /// Staged on all cores, then put on the disk and published together, then told, in the order of the
    /// inputs.
    void to_paths(std::span<Work> works) {
        for (Work& work : works) {
            if (work.out.empty()) work.out = target_->next(work.job.stem, several());
        }
        std::vector<std::optional<Result<Staged>>> staged(works.size());
        core::in_parallel(works.size(), [&](std::size_t i) {
            if (!io::interrupted()) staged[i] = stage_one(works[i]);
        });
        stopped_ = io::interrupted();
        if (stopped_) return;  // what is staged goes without a trace
        std::vector<Staged> ready;
        for (auto& one : staged) {
            if (*one) ready.push_back(std::move(**one));
        }
        const auto published = publish(ready);
        std::size_t next = 0;
        for (std::size_t i = 0; i < works.size(); ++i) {
            if (!*staged[i]) {
                not_written(std::move(staged[i]->error()), works[i].job);
                continue;
            }
            const Result<void>& done = published[next];
            if (done) finish(works[i].job, ready[next].loss, target_->parts(works[i].out));
            if (!done) not_written(done.error(), works[i].job);
            ++next;
        }
    }

    Result<Staged> stage_one(const Work& work) const {
        if (auto safe = check_kept(work.out); !safe) return std::unexpected(std::move(safe.error()));
        return stage(work.job.bundle, to_, work.out, write_);
    }

    void not_written(Error error, const Job& job) {
        if (!format_->carries.several) return failed(std::move(error), job.label);
        no_output_ = blame(std::move(error), job, to_, write_);
        if (no_output_->file.empty()) no_output_->file = job.label;
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

    Result<void> into_existing(const Job& job) {
        auto loss = into_->add(job.bundle, to_, write_, inputs_.max_cost);
        if (!loss) return std::unexpected(std::move(loss.error()));
        finish(job, *loss, {into_->folder()});
        return {};
    }

    /// What was written is there, even where the report of it is not.
    void finish(const Job& job, const LossReport& loss, const std::vector<std::filesystem::path>& written) {
        ++written_;
        const std::string path = written.empty() ? "" : written.front().string();
        if (!json_) {
            show_loss(loss, job.bundle, format_->carries.several);
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

    void show_progress(const std::string& label) {
        ++shown_;
        if (input_count_ < 2 || json_ || !io::is_terminal(io::Stream::err)) return;
        (void)io::write_stream(io::Stream::err,
                               fmt::format("[{}/{}] {}\n", shown_, input_count_, printable(label)));
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
    bool one_person_ = false;  ///< what was given is of one person alone
    bool stopped_ = false;
    std::size_t input_count_ = 0, written_ = 0, shown_ = 0;
    const FormatInfo* format_ = nullptr;
    std::optional<Target> target_;
    io::Kept kept_;
    std::optional<io::Parents> made_;
    std::optional<Error> no_output_;   ///< why there is none of all inputs together
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
