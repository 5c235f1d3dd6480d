//! Editing the line that is being typed.

use super::{Command, Count, Topic};
use crate::app::App;
use crate::app::prompt::Prompt;
use crate::search::Options;

const fn command(name: &'static str, doc: &'static str, run: fn(&mut App, Count)) -> Command {
    Command { name, topic: Topic::Typing, doc, run, parameter: None }
}

pub(super) const COMMANDS: &[Command] = &[
    command(
        "prompt-accept",
        "keep the search or the note, run the command, or go to what is selected",
        |app, _| {
            app.accept_prompt();
        },
    ),
    command("prompt-cancel", "back to where one was", |app, _| app.cancel_prompt()),
    command("prompt-delete-back", "delete the character before", |app, _| edit(app, Prompt::delete_back)),
    command("prompt-delete", "delete the character after", |app, _| edit(app, Prompt::delete)),
    command("prompt-delete-word", "delete the word before", |app, _| edit(app, Prompt::delete_word)),
    command("prompt-delete-to-start", "delete all before", |app, _| edit(app, Prompt::delete_to_start)),
    command("prompt-delete-to-end", "delete all after", |app, _| edit(app, Prompt::delete_to_end)),
    command(
        "prompt-complete",
        "complete it, by words of the text or commands, or take the next",
        |app, _| app.complete(1),
    ),
    command("prompt-complete-back", "take the one before", |app, _| app.complete(-1)),
    command("prompt-older", "a line that was typed before and begins in the same way", |app, _| {
        app.step_history(1);
    }),
    command("prompt-newer", "one that was typed after it", |app, _| app.step_history(-1)),
    command("prompt-left", "to the left", |app, _| edit(app, Prompt::left)),
    command("prompt-right", "to the right", |app, _| edit(app, Prompt::right)),
    command("prompt-word-left", "a word to the left", |app, _| edit(app, Prompt::word_left)),
    command("prompt-word-right", "a word to the right", |app, _| edit(app, Prompt::word_right)),
    command("prompt-start", "to the start", |app, _| edit(app, Prompt::start)),
    command("prompt-end", "to the end", |app, _| edit(app, Prompt::end)),
    command("note-line", "a line break in a note", |app, _| app.break_note_line()),
    command("next-color", "the next color for a note", |app, _| app.change_color(true)),
    command("previous-color", "the color before", |app, _| app.change_color(false)),
    command("search-exact-case", "exact case, or smart case", |app, _| {
        app.change_options(|options, _| options.is_exact_case = !options.is_exact_case);
    }),
    command("search-whole-words", "whole words, or parts of words too", |app, _| {
        app.change_options(|options, _| options.is_whole_words = !options.is_whole_words);
    }),
    command("search-diacritics", "diacritics count (é is not e), or they do not", |app, _| {
        app.change_options(Options::turn_diacritics);
    }),
    command("search-regex", "a regular expression, or text as it is", |app, _| {
        app.change_options(|options, _| options.is_regex = !options.is_regex);
    }),
];

fn edit(app: &mut App, change: fn(&mut Prompt)) {
    app.edit_prompt(change);
}
