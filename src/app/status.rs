//! What the status line says.

use std::ops::Range;

use super::help::{Help, Narrowing};
use super::keymap::{Context, key_name};
use super::notes::NOTE_SIGN;
use super::notes::writing::Writing;
use super::picker::{Picker, Subject};
use super::prompt::Prompt;
use super::{App, FileState, KeyCode, Overlay, Pane, command};
use crate::document::Reading;
use crate::search::{Diacritics, Mistake};
use crate::text::{shorten, width};

/// Columns of a screen on which there is room for more than the most important words.
pub(super) const ROOMY: u16 = 60;

/// The status line: what it says at the left and at the right, before it is fitted to the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The parts at the left, the most important last: those before it give way first.
    pub left: Vec<String>,
    /// Whether that answers the last key: what is at the right gives way to it.
    pub is_message: bool,
    /// At the right.
    pub right: String,
    /// Where a line is being typed at the left: what stands before the cursor, in columns.
    pub cursor: Option<usize>,
    /// Columns before the line being typed that say how it is taken.
    pub n_option_columns: usize,
    /// Columns of the line being typed in which something is wrong.
    pub mistake: Option<Range<usize>>,
}

impl App {
    /// What the status line says now.
    pub fn status(&self) -> Status {
        if let Some(Overlay::Search { prompt, mistake, .. }) = &self.overlays.open {
            return self.query_status(prompt, mistake.as_ref());
        }
        if let Some(Overlay::Command { prompt, mistake }) = &self.overlays.open {
            return self.command_status(prompt, mistake.as_ref());
        }
        if let Some(picker) = self.picker() {
            return self.picker_status(picker);
        }
        if let Some(writing) = self.writing() {
            return self.note_status(writing);
        }
        if let Some(Overlay::Help(help)) = &self.overlays.open {
            return self.help_status(help);
        }
        // A notice that nothing is found need not be said twice.
        let is_told =
            self.notice().is_some() && self.search.finding().is_some_and(|finding| finding.total() == 0);
        let hits = if is_told { String::new() } else { self.hits_text() };
        let right = [
            hits,
            self.file_text(),
            self.sections_text(),
            self.reading_text(),
            self.loading_text(),
            self.percent_text(),
        ];
        let right: Vec<_> = right.into_iter().filter(|part| !part.is_empty()).collect();
        let message = self.message();
        let is_message = message.is_some();
        let text = message.or_else(|| self.standing_text());
        let left = text.map_or_else(|| self.path(), |text| vec![text]);
        Status { left, is_message, right: right.join("  "), ..Status::default() }
    }

    /// The line while a query is typed: how it is taken, at the left where it stays on a narrow screen, the query,
    /// and what was found or is wrong.
    fn query_status(&self, prompt: &Prompt, mistake: Option<&Mistake>) -> Status {
        let signs = self.option_signs();
        let start = width(&signs) + 1;
        let right = mistake.map_or_else(|| self.hits_text(), |mistake| self.mistake_text(mistake, prompt));
        Status {
            left: vec![format!("{signs}/{}", prompt.text())],
            is_message: false,
            right: self.full_text(prompt).unwrap_or(right),
            cursor: Some(start + width(prompt.before_cursor())),
            n_option_columns: width(&signs),
            mistake: mistake.map(|mistake| mistaken_columns(mistake, prompt, start)),
        }
    }

    /// The line while a command is typed.
    fn command_status(&self, prompt: &Prompt, mistake: Option<&Mistake>) -> Status {
        let [complete, accept, cancel] =
            self.keys_in(Context::Prompt, ["prompt-complete", "prompt-accept", "prompt-cancel"]);
        let keys = format!("{complete} completes, {accept} runs it, {cancel} back");
        let keys = self.keys_text(prompt, &keys);
        Status {
            left: vec![format!(":{}", prompt.text())],
            is_message: false,
            right: mistake.map_or(keys, |mistake| mistake.message.clone()),
            cursor: Some(1 + width(prompt.before_cursor())),
            n_option_columns: 0,
            mistake: mistake.map(|mistake| mistaken_columns(mistake, prompt, 1)),
        }
    }

    /// The line that filters a list to pick from.
    fn picker_status(&self, picker: &Picker) -> Status {
        let (sign, prompt) = (picker.subject().sign(), &picker.prompt);
        let [accept, cancel] = self.keys_in(Context::Prompt, ["prompt-accept", "prompt-cancel"]);
        let keys = match picker.subject() {
            Subject::Notes => {
                let [delete] = self.keys_in(Context::Picker, ["picker-delete"]);
                format!("{accept} goes there, {delete} deletes, {cancel} back")
            }
            Subject::Sections | Subject::Hits => format!("{accept} goes there, {cancel} back"),
        };
        let (keys, is_narrow) = (self.keys_text(prompt, &keys), self.size.columns < ROOMY);
        Status {
            left: vec![format!("{sign}{}", prompt.text())],
            right: picker
                .why_missing()
                .map_or(keys, |why| if is_narrow { "nowhere to go" } else { why }.to_owned()),
            cursor: Some(width(sign) + width(prompt.before_cursor())),
            ..Status::default()
        }
    }

    /// The line while a note is written: its color, at the left where it stays on a narrow screen, and the note.
    fn note_status(&self, writing: &Writing) -> Status {
        let (sign, prompt) = (writing.sign(), writing.prompt());
        let [accept, cancel] = self.keys_in(Context::Prompt, ["prompt-accept", "prompt-cancel"]);
        let [color] = self.keys_in(Context::Note, ["next-color"]);
        let keys = format!("{accept} keeps it, {color} another color, {cancel} back");
        Status {
            left: vec![format!("{sign}{}", prompt.text())],
            is_message: false,
            right: self.keys_text(prompt, &keys),
            cursor: Some(width(&sign) + width(prompt.before_cursor())),
            n_option_columns: width(&sign),
            mistake: None,
        }
    }

    /// The most telling keys of commands where they are pressed.
    fn keys_in<const N: usize>(&self, context: Context, names: [&str; N]) -> [String; N] {
        names.map(|name| {
            let key = command::by_name(name).and_then(|command| self.keymap.key_in(context, command));
            key.unwrap_or_else(|| name.to_owned())
        })
    }

    /// What keys do with the line that is typed, where there is room; or that it has none for all of what was typed.
    fn keys_text(&self, prompt: &Prompt, keys: &str) -> String {
        let keys = if self.size.columns < ROOMY { "" } else { keys };
        self.full_text(prompt).unwrap_or_else(|| keys.to_owned())
    }

    /// That a line has no room for all of what was typed or pasted, if it has none.
    fn full_text(&self, prompt: &Prompt) -> Option<String> {
        let is_narrow = self.size.columns < ROOMY;
        let most = prompt.longest();
        let told =
            if is_narrow { "cut: too long".to_owned() } else { format!("cut: no more than {most} bytes") };
        prompt.is_full().then_some(told)
    }

    /// The line while the list of keys is open: what it is about, or what is typed for it to be about, and how much of
    /// it is in view.
    fn help_status(&self, help: &Help) -> Status {
        let position = self.help_position(help);
        if let Some(Narrowing { prompt, .. }) = &help.narrowing {
            return Status {
                left: vec![format!("/{}", prompt.text())],
                right: self.full_text(prompt).unwrap_or(position),
                cursor: Some(1 + width(prompt.before_cursor())),
                ..Status::default()
            };
        }
        let [back, find, down, up] =
            self.keys_in(Context::Help, ["back", "help-find", "help-down", "help-up"]);
        let keys = match (self.size.columns < ROOMY, help.about.is_empty()) {
            (true, true) => format!("{back} back, {find} finds"),
            (true, false) => format!("“{}”, {back} back", help.about),
            (false, true) => format!("{back} goes back, {down} and {up} scroll, {find} finds"),
            (false, false) => format!("help on “{}”: {back} goes back, {down} and {up} scroll", help.about),
        };
        let message = self.message();
        Status {
            is_message: message.is_some(),
            left: vec![message.unwrap_or(keys)],
            right: position,
            ..Status::default()
        }
    }

    /// What is not as it is without being asked for: exact case, whole words, diacritics that count or do not, a
    /// regular expression.
    fn option_signs(&self) -> String {
        let options = self.search.options;
        let diacritics = match options.diacritics {
            Diacritics::Smart => "",
            Diacritics::Folded => "é=e",
            Diacritics::Exact => "é≠e",
        };
        let signs = [
            if options.is_exact_case { "Aa" } else { "" },
            if options.is_whole_words { "|w|" } else { "" },
            diacritics,
            if options.is_regex { ".*" } else { "" },
        ];
        signs.into_iter().filter(|sign| !sign.is_empty()).flat_map(|sign| [sign, " "]).collect()
    }

    /// What is wrong with a query, and at which of its characters.
    fn mistake_text(&self, mistake: &Mistake, prompt: &Prompt) -> String {
        let Mistake { message, span } = mistake;
        let before = prompt.text().get(..span.start).unwrap_or_default();
        if span.is_empty() {
            return message.clone();
        }
        let place = before.chars().count() + 1;
        // On a narrow screen a long reason is cut, and the place is not.
        if self.size.columns < ROOMY {
            format!("{place}: {message}")
        } else {
            format!("{message}: character {place}")
        }
    }

    /// What is said to the reader in answer to the last key.
    fn message(&self) -> Option<String> {
        if let Some(hint) = self.mark_hint() {
            return Some(hint);
        }
        if !self.pending.keys().is_empty() {
            return Some(self.completions_text());
        }
        if let Some(count) = self.pending.count() {
            return Some(self.count_text(count));
        }
        if let Some(notice) = self.notice() {
            return Some(notice.to_owned());
        }
        self.hints_text()
    }

    /// What is said to the reader of what is in view, or lies over it.
    fn standing_text(&self) -> Option<String> {
        if self.selection.is_some() && self.overlays.open.is_none() {
            return Some(self.selection_text());
        }
        if let Some(note) = self.view.note.as_deref().filter(|_| self.overlays.open.is_none()) {
            return Some(format!("{NOTE_SIGN} {note}"));
        }
        if let Some(target) = self.view.leads_to.as_deref().filter(|_| self.overlays.open.is_none()) {
            return Some(format!("→ {target}"));
        }
        if let Some(warning) = self.view.rows.iter().find_map(|row| row.segment.warning()) {
            return Some(warning.to_owned());
        }
        if let Some(Overlay::Corrections(_)) = &self.overlays.open {
            let is_narrow = self.size.columns < ROOMY;
            let [go, remove, back] =
                self.keys_in(Context::Corrections, ["correction-go", "correction-remove", "back"]);
            return Some(if is_narrow {
                format!("{go} go, {remove} undo, {back}")
            } else {
                format!("{go} goes there, {remove} takes it back, {back} goes back")
            });
        }
        if self.pane == Pane::Sidebar && self.view.geometry.is_sidebar_over {
            let is_narrow = self.size.columns < ROOMY;
            let [go, back] = self.keys_in(Context::Sidebar, ["enter", "back"]);
            return Some(if is_narrow {
                format!("{go} go, {back} back")
            } else {
                format!("{go} goes there, {back} back")
            });
        }
        None
    }

    /// The titles of the sections around the reader, from the outermost on.
    fn path(&self) -> Vec<String> {
        let outline = self.text.document.outline();
        let path = self.view.section.map(|id| outline.path(id)).unwrap_or_default();
        let titles =
            path.into_iter().filter_map(|id| outline.get(id)).map(|section| section.title.to_string());
        let title = self.text.document.title();
        let mut parts: Vec<String> = titles.collect();
        if parts.first().is_none_or(|first| first != title) {
            parts.insert(0, title.to_owned());
        }
        parts
    }

    /// What can be done with what is selected.
    fn selection_text(&self) -> String {
        let [copy, source, back] =
            self.keys_in(Context::Selection, ["copy-selection", "copy-source-selection", "back"]);
        if self.size.columns < ROOMY {
            return format!("{copy} copies, {back} ends");
        }
        format!("selecting: {copy} copies it, {source} its source, {back} ends")
    }

    /// The keys that complete the command begun, with the words by which the names of the commands differ.
    fn completions_text(&self) -> String {
        let mut next: Vec<_> = self.completions(self.pending.keys()).collect();
        // What is done to one thing comes before what is done to all.
        next.sort_by_key(|(key, _)| matches!(key.code, KeyCode::Char(c) if c.is_uppercase()));
        let names: Vec<_> = next.iter().map(|(_, command)| command.name.split('-').collect()).collect();
        let (thing, differing) = differing_words(&names);
        let hints = next.iter().zip(differing);
        let hints = hints.map(|(&(key, _), words)| format!("  {} {}", key_name(key), words.join(" ")));
        let typed: String = self.pending.keys().iter().map(|&key| key_name(key)).collect();
        format!("{typed} …{thing}{}", hints.collect::<String>())
    }

    /// What can be done with the number typed so far. The title of the section gives way to the rest.
    fn count_text(&self, count: u32) -> String {
        /// Columns of a title below which it tells nothing.
        const LEAST_TITLE: usize = 8;
        let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
        let [percent, enter] = self.keys_in(Context::Page, ["to-percentage", "enter"]);
        let percent = if count <= 100 { format!("{percent}: {count} % · ") } else { String::new() };
        let rest = format!("{percent}a motion: {times}");
        let outline = self.text.document.outline();
        let Some(section) = outline.numbered(count).and_then(|id| outline.get(id)) else {
            return format!("{count}  {rest}");
        };
        let around = format!("{count}  {enter}: section {count} “” · {rest}");
        // A blank stands at either end of the line.
        let room = usize::from(self.size.columns).saturating_sub(width(&around) + 2).max(LEAST_TITLE);
        format!("{count}  {enter}: section {count} “{}” · {rest}", shorten(&section.title, room))
    }

    /// `3 of 17`; with a `+` while more is being searched.
    fn hits_text(&self) -> String {
        let Some(finding) = self.search.finding() else { return String::new() };
        let is_counted = finding.is_counted(&self.text.document);
        let more = if is_counted { "" } else { "+" };
        match (finding.ordinal(), finding.total()) {
            (Some(ordinal), total) => format!("{ordinal} of {total}{more}"),
            (None, 0) if is_counted && self.text.document.has_parsed_all() => "no hit".to_owned(),
            (None, 0) if is_counted => "no hit so far".to_owned(),
            (None, 0) => "searching …".to_owned(),
            (None, 1) => format!("1{more} hit"),
            (None, total) => format!("{total}{more} hits"),
        }
    }

    /// How many sections there are, where not all of them are known.
    fn sections_text(&self) -> String {
        let outline = self.text.document.outline();
        if outline.is_full() { format!("{}+ sections", outline.len()) } else { String::new() }
    }

    /// How the file stands, where it is not as it was opened.
    fn file_text(&self) -> String {
        if self.size.columns < ROOMY && self.notice().is_some() {
            return String::new();
        }
        match self.file_state() {
            FileState::AsOpened => String::new(),
            FileState::Changed => "changed".to_owned(),
            FileState::Gone => "gone".to_owned(),
        }
    }

    /// How the text is read and shown, where that is not as usual.
    fn reading_text(&self) -> String {
        let reading = self.text.document.reading();
        let is_usual = self.text.document.is_read_as_usual() && reading != Reading::Verbatim;
        // A notice takes the room, and comes when this changes.
        if self.size.columns < ROOMY || self.notice().is_some() {
            return String::new();
        }
        let reading = if is_usual { String::new() } else { format!("as {}", reading.words()) };
        let mended = if self.is_mended { "clean" } else { "" };
        [mended, &reading].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// How far down the document the screen is, as soon as it is known how long it is.
    fn percent_text(&self) -> String {
        if self.text.document.has_present_chunks() {
            format!("{} %", self.view.percent())
        } else {
            String::new()
        }
    }

    /// How much of the document is read, unless that is all.
    fn loading_text(&self) -> String {
        if self.text.document.has_parsed_all() {
            return String::new();
        }
        if self.text.document.n_segments() == 0 {
            return "waiting …".to_owned();
        }
        let Some(source) = self.text.document.growing() else {
            let share = self.text.document.n_parsed() * 100 / self.text.document.n_segments().max(1);
            return format!("reading {share} %");
        };
        let size = bytes(source.length());
        if source.is_paused() { format!("paused at {size}") } else { format!("{size} so far") }
    }
}

/// Where in the status line a mistake stands in a line that begins at the column `start`.
fn mistaken_columns(mistake: &Mistake, prompt: &Prompt, start: usize) -> Range<usize> {
    let column = |end: usize| start + width(prompt.text().get(..end).unwrap_or_default());
    column(mistake.span.start)..column(mistake.span.end)
}

/// The words by which names differ, and with a blank before it the last one, if that is the same in all: the thing that
/// something is done to.
fn differing_words<'a>(names: &'a [Vec<&'a str>]) -> (String, impl Iterator<Item = &'a [&'a str]>) {
    let first = names.first().map(Vec::as_slice).unwrap_or_default();
    let is_in_all = |at: &usize| names.iter().all(|name| name.get(*at) == first.get(*at));
    let n_before = (0..first.len().saturating_sub(1)).take_while(is_in_all).count();
    let one = |word: &'a str| word.trim_end_matches('s');
    let thing = first.last().map(|&word| one(word)).unwrap_or_default();
    let has_thing = |name: &Vec<&'a str>| {
        name.len() > n_before + 1 && name.last().is_some_and(|&word| one(word) == thing)
    };
    let is_shared = names.len() > 1 && names.iter().all(has_thing);
    let words = names
        .iter()
        .map(move |name| name.get(n_before..name.len() - usize::from(is_shared)).unwrap_or_default());
    (if is_shared { format!(" {thing}") } else { String::new() }, words)
}

/// A number of bytes as people say it, in decimal units and three digits at most.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut divisor = 1;
    while count / divisor >= 1000 && unit + 1 < UNITS.len() {
        unit += 1;
        divisor *= 1000;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    let (whole, tenths) = (count / divisor, count % divisor * 10 / divisor);
    if unit == 0 || whole >= 10 { format!("{whole} {name}") } else { format!("{whole}.{tenths} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_or_three_digits() {
        for (count, expected) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (9_999, "9.9 kB"),
            (10_000, "10 kB"),
            (1_073_741_824, "1.0 GB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(bytes(count), expected);
        }
    }
}
