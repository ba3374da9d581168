//! What grammers makes of session files, and hermes-tdata of folders, told by each. Same contract as judges/common.py: `judge RELEASE serve`
//! answers one request a line.

mod case;
mod database;
mod first;
mod hermes;
mod tl;

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::panic;
use std::path::Path;
use std::sync::Mutex;

use case::{Case, asked_peers};

/// grammers panics over much of what it cannot read; the words are kept for the answer.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn read(release: &str, form: &str, path: &Path, given: &str) -> Result<String, String> {
    if (release, form) == ("hermes-tdata", "tdata") {
        return hermes::read(path, given);
    }
    let seen = match (release, form) {
        ("grammers", "grammers-sqlite") => database::newest::read(path, &asked_peers(given)),
        ("grammers-0.8", "grammers-sqlite") => database::first::read(path, &asked_peers(given)),
        ("grammers-0.8", "grammers-file") => tl::last::read(path),
        ("grammers-0.7", "grammers-file") => tl::plain::read(path),
        _ => Err(format!("{release} does not read {form}")),
    };
    seen.map(|seen| seen.told())
}

fn write(release: &str, form: &str, path: &Path, case: &Case) -> Result<(), String> {
    match (release, form) {
        ("grammers", "grammers-sqlite") => database::newest::write(path, case),
        ("grammers-0.8", "grammers-sqlite") => database::first::write(path, case),
        ("grammers-0.8", "grammers-file") => tl::last::write(path, case),
        ("grammers-0.7", "grammers-file") => tl::plain::write(path, case),
        ("grammers-0.3", "grammers-file") => tl::narrow::write(path, case),
        ("grammers-0.1", "grammers-file") => first::write(path, case),
        _ => Err(format!("{release} does not write {form}")),
    }
}

fn answer(release: &str, line: &str) -> Result<String, String> {
    let asked: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let text = |i: usize| asked[i].as_str().unwrap_or_default();
    let path = Path::new(text(2));
    match text(0) {
        "read" => read(release, text(1), path, text(3)),
        _ => write(release, text(1), path, &Case::parse(text(3))).map(|()| String::new()),
    }
}

fn main() {
    let release = std::env::args().nth(1).expect("the release");
    panic::set_hook(Box::new(|info| *PANIC.lock().unwrap() = info.to_string()));
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let said = match panic::catch_unwind(|| answer(&release, &line)) {
            Ok(Ok(answer)) => json!({"answer": answer}),
            Ok(Err(refused)) => json!({"refused": refused}),
            Err(_) => json!({"refused": format!("panic: {}", PANIC.lock().unwrap())}),
        };
        println!("{said}");
        std::io::stdout().flush().expect("to write");
    }
}
