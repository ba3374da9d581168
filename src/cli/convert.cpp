// tgferry convert INPUT... --to FORMAT [-o OUT]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/accounts.hpp"
#include "cli/console.hpp"
#include "cli/fact_args.hpp"
#include "cli/input_args.hpp"
#include "cli/into_args.hpp"
#include "cli/loss_text.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "cli/write_args.hpp"
#include "io/folder.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

class Convert {
  public:
    explicit Convert(CLI::App& verb) : facts_(verb), write_args_(verb) {
        inputs_.add_to(verb, true);
        verb.add_option("--to", to_, "Format to write")->type_name("FORMAT");
        auto* out =
            verb.add_option("-o,--out", out_,
                            "File, base name or folder to write; text formats go to stdout without it")
                ->type_name("OUT");
        into_.emplace(verb, out);
        verb.add_option("--account", account_, "Which account of a source with several: its number, or all")
            ->type_name("N|all");
        verb.add_flag("--json", json_, "Report as JSON: on stdout with -o or --into, else on stderr");
    }

    int run() {
        if (to_.empty() && into_->given()) to_ = "tdata";
        if (to_.empty()) return report(needs_to(), json_);
        auto target = target_format(to_);
        if (!target) return report(target.error(), json_);
        target_ = *target;
        if (auto fitting = check_options(); !fitting) return report(fitting.error(), json_);
        auto read_options = load_options();
        if (!read_options) return report(read_options.error(), json_);
        auto sources = inputs_.sources();
        if (!sources) return report(sources.error(), json_);
        input_count_ = sources->size();
        std::vector<Job> jobs;
        for (const NamedSource& source : *sources) {
            if (io::interrupted()) return report(interrupted(), json_);
            show_progress(jobs.size() + failures_.size(), sources->size(), source.label);
            read_one(source, *read_options, jobs);
        }
        if (target_->carries.several && jobs.size() > 1) merge(jobs);
        return write_all(jobs);
    }

  private:
    Result<void> check_options() const {
        if (auto used = into_->check(); !used) return used;
        if (auto used = write_args_.check(to_, into_->given()); !used) return used;
        const bool has_place = target_->shape == Shape::text || !out_.empty() || into_->given();
        if (!has_place) return std::unexpected(needs_out());
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
        auto selected = select_accounts(std::move(*bundle), source, account_, target_->carries.several);
        if (!selected) return failed(std::move(selected.error()), source.label);
        several_outputs_ = several_outputs_ || selected->jobs.size() + selected->lost.size() > 1;
        for (Job& job : selected->jobs) jobs.push_back(std::move(job));
        for (Error& error : selected->lost) failed(std::move(error), source.label);
    }

    int write_all(std::vector<Job>& jobs) {
        // Several outputs go into a folder; several inputs merged into one output do not.
        const bool into_folder =
            !out_.empty() && !target_->carries.several && (input_count_ > 1 || several_outputs_);
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
            auto written = into_->given() ? into_existing(job)
                           : out_.empty() ? to_stdout(job)
                                          : to_path(job, into_folder ? member_path(job) : out_);
            if (written) continue;
            // One output for all inputs: there is nothing else that this would be a part of.
            if (target_->carries.several) return no_output(std::move(written.error()), job);
            failed(std::move(written.error()), job.label);
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
        auto verified = verify(text->files, job.bundle, to_, write_);
        if (!verified) return verified;
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

    Result<void> into_existing(const Job& job) {
        auto loss = into_->add(job.bundle, to_, write_);
        if (!loss) return std::unexpected(std::move(loss.error()));
        finish(job, *loss, into_->folder());
        return {};
    }

    int no_output(Error error, const Job& job) const {
        error = blame(std::move(error), job, to_, write_);
        if (error.file.empty()) error.file = job.label;
        return report(error, json_);
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

    static Error needs_to() {
        return {.code = ErrorCode::invalid_argument,
                .message = "--to is required",
                .hint = "name the format to write: --to FORMAT; `tgferry formats` lists them"};
    }

    [[nodiscard]] Error needs_out() const {
        return {.code = ErrorCode::invalid_argument,
                .message =
                    fmt::format("{} is a {}, which does not go to stdout", to_, shape_name(target_->shape)),
                .hint = fmt::format("name it: -o {}{}", target_->shape == Shape::folder ? "FOLDER" : "NAME",
                                    target_->extension)};
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
