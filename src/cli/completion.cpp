// tgferry completion bash|zsh|fish: made from the verbs and options themselves, so it cannot fall behind.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <utility>

#include "cli/console.hpp"
#include "cli/verbs.hpp"

namespace tgferry::cli {
namespace {

struct VerbWords {
    std::string name;
    std::string description;
    std::vector<std::string> options;  ///< "--to", "-o", ...
};

std::vector<VerbWords> verbs_of(CLI::App& app) {
    std::vector<VerbWords> out;
    for (const CLI::App* verb : app.get_subcommands({})) {
        VerbWords words{verb->get_name(), verb->get_description(), {}};
        for (const CLI::Option* option : verb->get_options()) {
            for (const std::string& name : option->get_lnames()) words.options.push_back("--" + name);
            for (const std::string& name : option->get_snames()) words.options.push_back("-" + name);
        }
        out.push_back(std::move(words));
    }
    return out;
}

/// Options whose values are one of a list.
struct Choice {
    std::string option;
    std::string words;
};

std::vector<Choice> choices() {
    std::string read, written, profiles;
    const auto add = [](std::string& list, std::string_view word) {
        list += (list.empty() ? "" : " ") + std::string(word);
    };
    for (const FormatInfo* info : all_formats()) {
        if (info->can_read) add(read, info->id);
        if (info->can_write) add(written, info->id);
    }
    for (const KnownApi& api : known_apis()) add(profiles, api.name);
    return {{"--to", written},
            {"--from", read},
            {"--api-profile", profiles},
            {"--schema", "7 8"},
            {"--flavour", "pyrogram kurigram pyrofork"},
            {"--tdesktop-compat", "old current 7.3 forks"}};
}

/// Verbs that take one of a list, and no file.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> verb_choices = {{
    {"help", "formats exit-codes environment security dcs"},
    {"completion", "bash zsh fish"},
}};

std::string bash(CLI::App& app) {
    std::string names, cases, values;
    for (const VerbWords& verb : verbs_of(app)) {
        names += (names.empty() ? "" : " ") + verb.name;
        cases += fmt::format("        {}) words=\"{}\" ;;\n", verb.name, fmt::join(verb.options, " "));
    }
    for (const Choice& choice : choices()) {
        values +=
            fmt::format("        {}) _tgferry_offer -W \"{}\"; return ;;\n", choice.option, choice.words);
    }
    for (const auto& [verb, words] : verb_choices) {
        values += fmt::format("        {}) _tgferry_offer -W \"{}\"; return ;;\n", verb, words);
    }
    return fmt::format(R"(# bash completion of tgferry: source it, or put it into the completions folder
# One word a line, since names may hold spaces; bash 3 and zsh have no mapfile.
_tgferry_offer() {{
    local offer
    COMPREPLY=()
    while IFS= read -r offer; do COMPREPLY+=("$offer"); done < <(compgen "$@" -- "$current")
}}
_tgferry() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=""
    case "$previous" in
{2}    esac
    if [ "$COMP_CWORD" -eq 1 ]; then
        _tgferry_offer -W "{0}"
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{1}    esac
    case "$current" in
        -*) _tgferry_offer -W "$words" ;;
        *) current=${{current#[\"\']}} current=${{current//\\/}}; _tgferry_offer -f ;; # as typed: quoted
    esac
}}
complete -o filenames -F _tgferry tgferry
)",
                       names, cases, values);
}

std::string zsh(CLI::App& app) {
    return "#compdef tgferry\nautoload -U +X bashcompinit && bashcompinit\n" + bash(app);
}

std::string fish(CLI::App& app) {
    std::string out = "# fish completion of tgferry\n";
    for (const VerbWords& verb : verbs_of(app)) {
        out += fmt::format("complete -c tgferry -n __fish_use_subcommand -f -a {} -d '{}'\n", verb.name,
                           verb.description);
        for (const std::string& option : verb.options) {
            const bool is_long = option.starts_with("--");
            out += fmt::format("complete -c tgferry -n '__fish_seen_subcommand_from {}' {} {}\n", verb.name,
                               is_long ? "-l" : "-s", option.substr(is_long ? 2 : 1));
        }
    }
    for (const Choice& choice : choices()) {
        out += fmt::format("complete -c tgferry -l {} -x -a '{}'\n", choice.option.substr(2), choice.words);
    }
    for (const auto& [verb, words] : verb_choices) {
        out +=
            fmt::format("complete -c tgferry -n '__fish_seen_subcommand_from {}' -f -a '{}'\n", verb, words);
    }
    return out;
}

}  // namespace

void add_completion(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("completion", "Print the completion script of a shell");
    auto shell = std::make_shared<std::string>();
    verb->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    verb->callback([shell, &app, &run] {
        run = [shell, &app] {
            if (*shell == "bash") return print_or_report(bash(app));
            return print_or_report(*shell == "zsh" ? zsh(app) : fish(app));
        };
    });
}

}  // namespace tgferry::cli
