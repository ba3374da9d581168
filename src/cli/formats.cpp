// tgferry formats: the registry.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/console.hpp"
#include "cli/verbs.hpp"
#include "core/json.hpp"

namespace tgferry::cli {
namespace {

core::Json describe(const FormatInfo& info) {
    core::Json carries = core::Json::array();
    for (const Field field : info.carries.fields.list()) carries.push_back(field_name(field));
    core::Json needs = core::Json::array();
    for (const Field field : info.carries.needs.list()) needs.push_back(field_name(field));
    return {{"id", info.id},
            {"library", info.library},
            {"shape", shape_name(info.shape)},
            {"read", info.can_read},
            {"write", info.can_write},
            {"several_accounts", info.carries.several},
            {"carries", std::move(carries)},
            {"needs", std::move(needs)},
            {"detected_as", info.detected_as.empty() ? info.id : info.detected_as},
            {"proof", info.proof},
            {"summary", info.summary}};
}

int print_json() {
    core::Json out = {{"schema", 1}, {"formats", core::Json::array()}};
    for (const FormatInfo* info : all_formats()) out["formats"].push_back(describe(*info));
    return print_or_report(std::string(reveal(core::dump(out))) + "\n", true);
}

int print_table() {
    std::string out = bold(fmt::format("{:<17} {:<7} {:<3} {}", "format", "shape", "", "what")) + "\n";
    for (const FormatInfo* info : all_formats()) {
        const std::string directions =
            std::string(info->can_read ? "R" : "-") + (info->can_write ? "W" : "-");
        out += fmt::format("{:<17} {:<7} {:<3} {}\n", info->id, shape_name(info->shape), directions,
                           info->summary);
    }
    return print_or_report(out);
}

}  // namespace

void add_formats(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("formats", "List the formats and what each carries");
    auto json = std::make_shared<bool>(false);
    verb->add_flag("--json", *json, "Print one JSON object");
    verb->callback([json, &run] { run = [json] { return *json ? print_json() : print_table(); }; });
}

}  // namespace tgferry::cli
