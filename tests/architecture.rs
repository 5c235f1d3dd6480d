//! The code is built as its documentation says: layers, boundaries, tables of keys.

#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use folio::app::keymap::{self, Keymap};
use folio::app::{command, help};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of the library with the top-level module it belongs to.
fn files() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    let module = |path: &Path| {
        let below = path.strip_prefix(root().join("src")).unwrap();
        below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
    };
    files.into_iter().map(|path| (module(&path), path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file without comments and without the tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    lines.join("\n")
}

/// The modules that the code names after `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(list) => top_level_names(list),
            None => vec![identifier(rest)],
        };
        used.extend(names.into_iter().filter(|name| !name.is_empty()));
    }
    used
}

/// The first names of a braced list of paths, whatever is nested in it.
fn top_level_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut starts = true;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && c.is_alphabetic() => {
                names.push(identifier(&list[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The table of layers in the documentation of the crate.
fn documented_layers() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! ")?.split_once('→'));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    rows.map(|(module, uses)| (module.trim().to_owned(), words(uses))).collect()
}

#[test]
fn modules_use_only_the_layers_below_them() {
    let layers = documented_layers();
    assert!(layers.len() > 8, "the table of layers is not found");
    let mut actual: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, path) in
        files().into_iter().filter(|(module, _)| !["lib", "main"].contains(&module.as_str()))
    {
        let mut uses = used(&code(&path));
        uses.remove(&module);
        actual.entry(module).or_default().extend(uses);
    }
    assert_eq!(actual, layers, "left: the code; right: the table in src/lib.rs");
}

#[test]
fn only_the_outer_layers_name_the_terminal_libraries() {
    for (module, path) in files() {
        if !["ui", "terminal", "runtime"].contains(&module.as_str()) {
            let code = code(&path);
            for library in ["ratatui", "crossterm"] {
                assert!(!code.contains(library), "{} names {library}", path.display());
            }
        }
    }
}

#[test]
fn only_the_outer_layers_do_input_and_output() {
    const OUTER: [&str; 6] = ["source", "state", "terminal", "runtime", "cli", "main"];
    const WAYS: [&str; 17] = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "std::os",
        "fs::",
        "process::",
        "env::",
        "File::",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "print!",
        "println!",
        "tempfile",
        "rustix",
        "nix::",
    ];
    let invariant = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for module in OUTER.iter().filter(|module| **module != "main") {
        assert!(invariant.contains(&format!("`{module}`")), "{module} is not documented");
    }
    let is_test = |path: &Path| path.ends_with("tests.rs") || path.iter().any(|part| part == "tests");
    let inner =
        files().into_iter().filter(|(module, path)| !OUTER.contains(&module.as_str()) && !is_test(path));
    let mut n_files = 0;
    for (_, path) in inner {
        let code = code(&path);
        for way in WAYS {
            let found = code.match_indices(way).any(|(at, _)| {
                !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            });
            assert!(!found, "{} has {way}", path.display());
        }
        n_files += 1;
    }
    assert!(n_files > 100, "the files are not found");
}

#[test]
fn text_gets_into_the_buffer_only_through_the_gate() {
    for (module, path) in files().into_iter().filter(|(module, _)| module == "ui") {
        let is_gate = path.ends_with("ui/paint.rs");
        for way in ["set_symbol", "set_string", "set_span", "set_line", "ratatui::text", "ratatui::widgets"] {
            assert!(is_gate || !code(&path).contains(way), "{module}: {} has {way}", path.display());
        }
    }
}

#[test]
fn the_readme_lists_the_keys_as_they_are() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let keys = help::markdown(&Keymap::parse(keymap::DEFAULT).unwrap());
    assert!(readme.contains(keys.trim()), "the README's tables of keys should be:\n\n{keys}");
}

#[test]
fn the_readme_the_manual_and_the_help_list_every_command() {
    let keymap = Keymap::parse(keymap::DEFAULT).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    // What roff needs before its hyphens and dots is not of the name.
    let manual = folio::cli::man::page(&keymap).replace('\\', "");
    let help = format!("{:?}", help::lines(&keymap, "", 80));
    let commands: Vec<_> =
        command::all().filter_map(|command| Some((command.name, command.typed()?))).collect();
    assert!(commands.len() > 80, "{commands:?}");
    for (name, typed) in commands {
        assert!(readme.contains(&format!("`{typed}`")), "the README does not list {typed}");
        assert!(manual.contains(&format!(":{name}")), "the manual page does not list {name}");
        assert!(help.contains(&format!(":{name}")), "the help does not list {name}");
    }
}

#[test]
fn the_readme_lists_the_options_as_they_are() {
    use clap::CommandFactory;
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for option in folio::cli::Args::command().get_arguments().filter_map(clap::Arg::get_long) {
        assert!(readme.contains(&format!("`--{option}")), "the README does not name --{option}");
    }
}
