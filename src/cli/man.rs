//! The manual page, made from the definition of the arguments and the list of commands.

mod roff;

use clap::builder::PossibleValue;
use clap::{Arg, CommandFactory};

use super::Args;
use crate::app::help::{Entry, groups};
use crate::app::keymap::Keymap;
use crate::state::FILES;
use Part::{Bold, Italic, Text};
use roff::{Part, Roff};

/// What surrounds the program and changes what it does.
const ENVIRONMENT: [(&str, &str); 5] = [
    (
        "BROWSER",
        "The programs that links are handed to, with colons between them; the first that can be started is. %s in one stands for the address.",
    ),
    ("NO_COLOR", "Where it is set and not empty, no color is used."),
    ("TERM", "Where it is dumb, the text is printed and the reader not opened."),
    ("TMPDIR", "Where the rest of a long pipe is kept, in a file without a name."),
    ("XDG_STATE_HOME", "The folder of the state folder; ~/.local/state without it."),
];

/// The exit status, and when it is that.
const STATUSES: [(&str, &str); 3] = [
    ("0", "All went well, be it that there are no notes or corrections to write."),
    ("1", "A document cannot be read."),
    ("2", "The arguments are wrong."),
];

/// Calls of the program, and what comes of them.
const EXAMPLES: [(&str, &str); 5] = [
    ("folio article.txt", "Read a file."),
    ("man ls | folio", "Read what comes through a pipe."),
    ("folio --print --width 60 notes.md | lpr", "Print a file."),
    ("folio --to markdown rfc9110.txt > rfc9110.md", "Make a plain text a Markdown file."),
    ("folio --man | man -l -", "Read this page."),
];

/// The page as roff, for `man`.
pub fn page(keymap: &Keymap) -> String {
    let mut command = Args::command();
    // Adds the options that clap has itself, whose help is about this page in `--help`.
    command.build();
    let command =
        command.mut_arg("help", |help| help.help("Print the options: -h in brief, --help in full."));
    let mut page = Roff::new(command.get_name(), env!("CARGO_PKG_VERSION"));
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    page.section("NAME");
    page.text(&[Text(&format!("{} - {}", command.get_name(), as_words(&about)))]);
    page.section("SYNOPSIS");
    page.text(&[
        Bold(command.get_name()),
        Text(" ["),
        Italic("OPTION"),
        Text("]... ["),
        Italic("FILE"),
        Text("]"),
    ]);
    page.section("DESCRIPTION");
    let arguments = || command.get_arguments().filter(|argument| !argument.is_hide_set());
    for argument in arguments().filter(|argument| argument.is_positional()) {
        page.tagged(&[Italic(&value_name(argument))], &[Text(&help(argument))]);
    }
    page.paragraph(&[Text(
        "When the output does not go to a terminal, the text is printed. In the reader, ? lists the keys.",
    )]);
    page.section("OPTIONS");
    for argument in arguments().filter(|argument| !argument.is_positional()) {
        option(&mut page, argument);
    }
    page.section("KEYS AND COMMANDS");
    page.text(&[
        Text("A number before a motion repeats it. "),
        Bold(":"),
        Text(" runs any command that works where you are by its name, or by the beginnings of its words where these are enough."),
    ]);
    for group in groups(keymap, "") {
        page.subsection(group.title);
        if !group.note.is_empty() {
            page.text(&[Text(&sentence(group.note))]);
        }
        group.entries.iter().for_each(|entry| keys(&mut page, entry));
    }
    listed(&mut page, "EXIT STATUS", &STATUSES);
    listed(&mut page, "ENVIRONMENT", &ENVIRONMENT);
    let files = FILES.map(|(name, what)| (format!("$XDG_STATE_HOME/folio/{name}"), what));
    listed(&mut page, "FILES", &files.each_ref().map(|(path, what)| (path.as_str(), *what)));
    listed(&mut page, "EXAMPLES", &EXAMPLES);
    page.finish()
}

/// An option: how it is written, and what it does.
fn option(page: &mut Roff, argument: &Arg) {
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let names = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
    let value = if argument.get_action().takes_values() { value_name(argument) } else { String::new() };
    let gap = if value.is_empty() { "" } else { " " };
    page.tagged(&[Bold(&names), Text(gap), Italic(&value)], &[Text(&help(argument))]);
}

/// What the help says of an argument, with the values that it may have where its name does not tell them.
fn help(argument: &Arg) -> String {
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    if !help.ends_with('.') {
        help.push('.');
    }
    let values = argument.get_possible_values();
    let values: Vec<_> =
        values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
    let is_told = values.is_empty()
        || !argument.get_action().takes_values()
        || values.join("|") == value_name(argument);
    if is_told { help } else { format!("{help} One of: {}.", values.join(", ")) }
}

/// What the value of an argument is called.
fn value_name(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A command: its keys, what it does, how it is typed.
fn keys(page: &mut Roff, entry: &Entry) {
    let keys = entry.keys.join(", ");
    let doc = sentence(entry.doc);
    if entry.typed.is_empty() {
        page.tagged(&[Bold(&keys)], &[Text(&doc)]);
    } else {
        page.tagged(&[Bold(&keys)], &[Text(&doc), Text(" "), Bold(&entry.typed)]);
    }
}

/// A few words as a sentence.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.is_empty() { "" } else { "." };
    format!("{first}{}{end}", rest.as_str())
}

/// A sentence as a few words.
fn as_words(sentence: &str) -> String {
    let mut rest = sentence.chars();
    let first = rest.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + rest.as_str().trim_end_matches('.')
}

fn listed(page: &mut Roff, title: &str, entries: &[(&str, &str)]) {
    page.section(title);
    for (name, what) in entries {
        page.tagged(&[Bold(name)], &[Text(what)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{command, keymap};

    /// The page as it is read: without requests, fonts and escapes.
    fn read() -> String {
        let page = page(&Keymap::parse(keymap::DEFAULT).unwrap());
        assert!(page.is_ascii());
        let mut text = page.replace("\\fB", "").replace("\\fI", "").replace("\\fR", "").replace("\\&", "");
        for (escape, sign) in
            [("\\-", "-"), ("\\(aq", "'"), ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"), ("\\(dq", "\"")]
        {
            text = text.replace(escape, sign);
        }
        while let Some((before, rest)) = text.split_once("\\[u") {
            let (digits, behind) = rest.split_once(']').unwrap();
            let sign = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
            text = format!("{before}{sign}{behind}");
        }
        assert!(!text.contains('\\'), "{text}");
        text
    }

    #[test]
    fn every_option_is_there() {
        let text = read();
        for argument in Args::command().get_arguments().filter(|argument| !argument.is_hide_set()) {
            let name = argument.get_long().map_or_else(|| value_name(argument), |long| format!("--{long}"));
            let is_told = |line: &str| line == name || line.starts_with(&format!("{name} "));
            assert!(text.lines().any(is_told), "{name}: {text}");
            assert!(text.contains(&argument.get_help().unwrap().to_string()), "{name}");
        }
        for line in ["-h, --help", "-V, --version", "--structure on|off"] {
            assert!(text.lines().any(|other| other == line), "{line}");
        }
        assert!(text.contains("One of: markdown, plain, code."));
    }

    #[test]
    fn every_command_is_there() {
        let (text, keymap) = (read(), Keymap::parse(keymap::DEFAULT).unwrap());
        for command in command::all() {
            let keys = keymap.keys(command).join(", ");
            assert!(text.contains(&keys) && text.contains(&sentence(command.doc)), "{}", command.name);
            let typed = command.typed().unwrap_or_default();
            assert!(text.lines().any(|line| line.ends_with(&typed)), "{typed}");
        }
    }

    #[test]
    fn words_are_sentences() {
        assert_eq!(sentence("a line down"), "A line down.");
        assert_eq!(sentence(""), "");
        assert_eq!(as_words("A line down."), "a line down");
    }
}
